package io.qmaster.domain.port;

/** What not every backend, or not every generation of the engine, can do. */
public enum Capability {
    /** Tells of every batch it has, also those that somebody else submitted. */
    LIST,
    /** Cancels, pauses and resumes. */
    CONTROL,
    /** Cancels, pauses and resumes one job of a batch, too. */
    JOB_CONTROL,
    /** Takes the name of a cluster. */
    CLUSTER_NAME,
    /** Takes the address of a cluster with user and password. */
    CLUSTER_ADDRESS,
    /** Encodes a part of a source: {@code in}, {@code out} and start offset. */
    TIME_RANGE,
    /** Takes files of chapters, annotations and captions. */
    SIDE_FILES,
    /** Takes a folder of frames as a source. */
    IMAGE_SEQUENCE_SOURCE,
    /**
     * Encodes: what it writes is of the container that the extension of the file stands for, and an output that begins
     * otherwise is faulty. Without it the content of outputs is not judged.
     */
    ENCODES
}
