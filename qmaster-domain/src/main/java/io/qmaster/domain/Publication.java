package io.qmaster.domain;

/** How an output comes to the place where it is wanted. */
public enum Publication {
    /** The engine writes it there: others see it grow. */
    DIRECT,
    /** The engine writes into a hidden folder beside it, and it is renamed when it was checked. */
    ATOMIC
}
