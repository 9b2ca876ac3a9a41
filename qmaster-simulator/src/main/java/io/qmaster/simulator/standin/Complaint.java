package io.qmaster.simulator.standin;

import io.qmaster.domain.port.SubmissionOutcome.Refused;

/** An error of a stand-in program: its message on stderr and its exit code. */
final class Complaint extends Exception {
    private static final long serialVersionUID = 1L;

    /** The exit code for an invalid parameter (observed with Compressor 5.4). */
    static final int PARAMETER_ERROR = 255;

    /** The exit code for a refused submission (observed with Compressor 5.2 and 5.4). */
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

    /** A flag that this version does not know. The exit code is assumed to be that of other invalid parameters. */
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
