package io.qmaster.domain.port;

/**
 * An optional feature of a backend or of a generation of the engine. For authors of backends. Immutable and
 * thread-safe.
 */
public enum Capability {
    /** Lists all batches, including those of other users. */
    LIST,
    /** Cancels, pauses and resumes batches. */
    CONTROL,
    /** Cancels, pauses and resumes single jobs of a batch. */
    JOB_CONTROL,
    /** Accepts the name of a cluster. */
    CLUSTER_NAME,
    /** Accepts the address of a cluster with user and password. */
    CLUSTER_ADDRESS,
    /** Encodes a part of a source: {@code in}, {@code out} and start offset. */
    TIME_RANGE,
    /** Accepts files of chapters, annotations and captions. */
    SIDE_FILES,
    /** Accepts a folder of frames as a source. */
    IMAGE_SEQUENCE_SOURCE,
    /**
     * Encodes: outputs have the container of their extension, and an output with other first bytes is invalid. Without
     * it the content of outputs is not checked.
     */
    ENCODES
}
