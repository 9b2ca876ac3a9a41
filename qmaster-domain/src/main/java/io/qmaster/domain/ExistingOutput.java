package io.qmaster.domain;

/** What happens when something stands already where an output will be written. */
public enum ExistingOutput {
    /** The batch is not submitted. */
    REFUSE,
    /** It is moved aside before the batch is submitted, and back unless the new output is good. */
    REPLACE
}
