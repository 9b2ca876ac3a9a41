package io.qmaster.simulator.standin;

import io.qmaster.domain.port.SubmissionOutcome.Refused;

/** What a program says on stderr instead of doing what it was asked to, and with which exit code it ends. */
final class Complaint extends Exception {
    private static final long serialVersionUID = 1L;

    /** The exit code of the programs for an invalid parameter (observed with Compressor 5.4). */
    static final int PARAMETER_ERROR = 255;

    /** What the programs exit with when the engine takes no batch (observed with Compressor 5.2 and 5.4). */
    static final int SUBMISSION_ERROR = 3;

    private final int exitCode;

    Complaint(String words, int exitCode) {
        super(words);
        this.exitCode = exitCode;
    }

    static Complaint of(Refused refused) {
        return new Complaint(refused.words(), refused.exitCode().orElse(PARAMETER_ERROR));
    }

    static Complaint parameter(String words) {
        return new Complaint("Parameter error: " + words, PARAMETER_ERROR);
    }

    /** A flag that this version does not know. The exit code is not known; that of other bad parameters was chosen. */
    static Complaint unknownFlag(String flag) {
        return new Complaint("Invalid parameter: " + flag, PARAMETER_ERROR);
    }

    String words() {
        return String.valueOf(getMessage());
    }

    int exitCode() {
        return exitCode;
    }
}
