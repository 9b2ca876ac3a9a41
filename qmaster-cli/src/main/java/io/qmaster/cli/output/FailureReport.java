package io.qmaster.cli.output;

import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.ClusterNotFoundException;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.GiveUpException;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.RetryException;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.SubmissionException;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.WaitTimeoutException;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The one place that maps exceptions to an exit code and a message. */
public record FailureReport(ExitCode exitCode, Failure failure) {
    /** Commands that change batches. */
    private static final Set<String> UNSUGGESTED = Set.of("cancel", "pause", "resume", "recover", "retry");

    /** 24 lines of 80 characters are a screen. */
    private static final int LONGEST_MESSAGE = 1400;

    private static final int LONGEST_HINT = 400;

    /** The dashes of an option and a letter. */
    private static final int SHORTEST_PREFIX = 3;

    private static final Map<Class<? extends QmasterException>, ExitCode> EXIT_CODES = Map.ofEntries(
            Map.entry(BatchFailedException.class, ExitCode.FAILED),
            // The timeout or interrupt of this program is thrown even if it has cancelled a batch.
            Map.entry(BatchCancelledException.class, ExitCode.CANCELLED),
            Map.entry(RequestIdTakenException.class, ExitCode.USAGE),
            Map.entry(GiveUpException.class, ExitCode.USAGE),
            Map.entry(RetryException.class, ExitCode.USAGE),
            Map.entry(SourceFileException.class, ExitCode.FILE),
            Map.entry(SettingFileException.class, ExitCode.FILE),
            Map.entry(DestinationException.class, ExitCode.FILE),
            Map.entry(SubmissionException.class, ExitCode.REFUSED),
            Map.entry(ClusterNotFoundException.class, ExitCode.UNAVAILABLE),
            Map.entry(EngineUnavailableException.class, ExitCode.UNAVAILABLE),
            Map.entry(SubmissionTimeoutException.class, ExitCode.UNSETTLED),
            Map.entry(BatchLostException.class, ExitCode.LOST),
            Map.entry(UnsupportedByEngineException.class, ExitCode.UNSUPPORTED),
            Map.entry(WaitTimeoutException.class, ExitCode.TIMEOUT),
            Map.entry(JournalException.class, ExitCode.JOURNAL),
            Map.entry(StatusException.class, ExitCode.STATUS));

    /** A message and its hint together fill a screen at most; the log has the whole message. */
    public FailureReport {
        failure =
                failure.message().length() <= LONGEST_MESSAGE && failure.hint().length() <= LONGEST_HINT
                        ? failure
                        : shortened(failure);
    }

    private static Failure shortened(Failure whole) {
        return new Failure(
                whole.code(),
                Printable.shortened(whole.message(), LONGEST_MESSAGE),
                Printable.shortened(whole.hint(), LONGEST_HINT),
                whole.retryable(),
                whole.fate(),
                whole.submissionId(),
                whole.batch(),
                whole.cause());
    }

    /** The report for any exception. */
    public static FailureReport of(Throwable thrown) {
        if (thrown instanceof CommandFailure failed) {
            return new FailureReport(failed.exitCode(), failed.failure());
        }
        if (thrown instanceof QmasterException failed && EXIT_CODES.containsKey(failed.getClass())) {
            return new FailureReport(EXIT_CODES.get(failed.getClass()), CommandHints.addedTo(failed));
        }
        if (thrown instanceof VolumeNotAnsweringException silent) {
            return new FailureReport(
                    ExitCode.FILE,
                    Failure.withoutSubmission("VOLUME_NOT_ANSWERING", String.valueOf(silent.getMessage()))
                            .hint("check the network volume")
                            .worthRetrying());
        }
        if (thrown instanceof ParameterException wrong) {
            return of(commandLine(wrong));
        }
        return new FailureReport(
                ExitCode.FAULT,
                Failure.withoutSubmission("FAULT", "internal error of qmaster: " + Reason.of(thrown))
                        .hint("run it again with --debug, and report what that shows")
                        .because(thrown));
    }

    /** The same, with the hint of a command for its code. */
    public FailureReport hinted(Map<String, String> hints) {
        return hints.containsKey(failure.code())
                ? new FailureReport(exitCode, failure.hint(hints.get(failure.code())))
                : this;
    }

    /** The same, with what is known of the submission of the run. */
    public FailureReport in(SubmissionProgress submission) {
        return new FailureReport(exitCode, submission.complete(failure));
    }

    private static CommandFailure commandLine(ParameterException wrong) {
        String hint = "see `" + wrong.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help`";
        // An unknown option is reported before a missing one: it is the more likely mistake.
        List<String> unmatched = wrong.getCommandLine().getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            return unknown(unmatched.get(0), wrong.getCommandLine(), hint);
        }
        String message = String.valueOf(wrong.getMessage());
        // Only a word that begins a sentence, not a path.
        int begin = message.matches("(?s)[A-Z][a-z]* .*") ? 1 : 0;
        return CommandFailure.usage(
                message.substring(0, begin).toLowerCase(Locale.ROOT) + message.substring(begin), hint);
    }

    private static CommandFailure unknown(String typed, CommandLine command, String hint) {
        if (typed.startsWith("-")) {
            // The value after the sign may be a secret, such as the URL of a webhook.
            String name = typed.replaceFirst("=.*", "");
            return CommandFailure.usage("there is no option \"" + name + "\"", similarOption(name, command) + hint);
        }
        if (command.getSubcommands().isEmpty()) {
            return CommandFailure.usage("there is one argument too many: \"" + typed + "\"", hint);
        }
        return CommandFailure.usage(
                "there is no command \"" + typed + "\"",
                similarCommand(typed, command)
                                .map(name -> "did you mean `"
                                        + command.getCommandSpec().qualifiedName(" ") + " " + name + "`? ")
                                .orElse("")
                        + (command.getParent() == null ? "see `qmaster help`" : hint));
    }

    private static String similarOption(String typed, CommandLine command) {
        Set<String> names = command.getCommandSpec().optionsMap().keySet();
        return names.stream()
                .filter(name -> typed.length() > SHORTEST_PREFIX && name.startsWith(typed))
                .min(Comparator.naturalOrder())
                .or(() -> SimilarNames.nearest(typed, names))
                .map(name -> "did you mean " + name + "? ")
                .orElse("");
    }

    /** A mistyped command must not suggest one that cancels, gives up or submits again. */
    private static Optional<String> similarCommand(String typed, CommandLine command) {
        return SimilarNames.nearest(typed, command.getSubcommands().keySet())
                .filter(name -> !UNSUGGESTED.contains(name));
    }
}
