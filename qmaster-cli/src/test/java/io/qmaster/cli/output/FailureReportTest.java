package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.ClusterNotFoundException;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QmasterClosedException;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.SubmissionException;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.WaitTimeoutException;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The exit code for each exception. */
class FailureReportTest {
    private static final Failure FAILURE = Failure.withoutSubmission("CODE", "what happened");

    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(new BatchFailedException(FAILURE, "why", ended("Failed")), 1, "CODE"),
                Arguments.of(new SourceFileException(FAILURE), 3, "CODE"),
                Arguments.of(new SettingFileException(FAILURE), 3, "CODE"),
                Arguments.of(new DestinationException(FAILURE), 3, "CODE"),
                Arguments.of(
                        new VolumeNotAnsweringException(Path.of("/Volumes/X"), Duration.ofSeconds(15)),
                        3,
                        "VOLUME_NOT_ANSWERING"),
                Arguments.of(new SubmissionException(FAILURE, "words", OptionalInt.of(3)), 4, "CODE"),
                Arguments.of(new ClusterNotFoundException(FAILURE), 5, "CODE"),
                Arguments.of(new EngineUnavailableException(FAILURE), 5, "CODE"),
                Arguments.of(new SubmissionTimeoutException(FAILURE, "evidence"), 6, "CODE"),
                Arguments.of(new BatchCancelledException(FAILURE, ended("Cancelled")), 7, "CODE"),
                Arguments.of(new BatchLostException(FAILURE), 8, "CODE"),
                Arguments.of(new UnsupportedByEngineException(FAILURE), 9, "CODE"),
                Arguments.of(new JournalException(FAILURE), 10, "CODE"),
                Arguments.of(new StatusException(FAILURE), 11, "CODE"),
                Arguments.of(new WaitTimeoutException(FAILURE, true), 124, "CODE"),
                Arguments.of(new QmasterClosedException(FAILURE), 70, "FAULT"),
                Arguments.of(new IllegalStateException("a fault"), 70, "FAULT"),
                Arguments.of(new StackOverflowError(), 70, "FAULT"));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void everyExceptionHasItsExitCodeAndItsWord(Throwable thrown, int exitCode, String code) {
        FailureReport report = FailureReport.of(thrown);

        assertThat(report.exitCode().number()).isEqualTo(exitCode);
        assertThat(report.failure().code()).isEqualTo(code);
        assertThat(report.failure().message()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "Movies/Clip.mov is wrong, Movies/Clip.mov is wrong",
        "Clip.mov is wrong, Clip.mov is wrong",
        "/Movies/Clip.mov is wrong, /Movies/Clip.mov is wrong",
        "Missing required option: 'X', missing required option: 'X'"
    })
    void onlyAWordThatBeginsASentenceIsWrittenInLowerCase(String words, String told) {
        assertThat(FailureReport.of(new ParameterException(new CommandLine(CommandSpec.create()), words))
                        .failure()
                        .message())
                .isEqualTo(told);
    }

    private static BatchResult ended(String words) {
        BatchStatus status =
                BatchStatus.of(BatchReference.of("B-1", "This Computer"), StatusText.ofQmaster(words), Instant.EPOCH);
        return new BatchResult(status, List.of(), false, Optional.empty(), Duration.ZERO);
    }

    /** 3,000 settings with one name caused a message of 360 kB. */
    @Test
    void aLongMessageKeepsItsBeginningAndItsEndOnAScreen() {
        String candidates = "/Library/Settings/HD 720p.compressorsetting, ".repeat(3_000);
        Failure failure = Failure.withoutSubmission("CODE", "several settings: " + candidates + "and no more")
                .hint("name one of " + candidates);

        Failure shown = new FailureReport(ExitCode.FILE, failure).failure();

        assertThat(shown.message()).startsWith("several settings: /Library").endsWith(", and no more");
        assertThat(shown.message() + shown.hint()).hasSizeLessThan(24 * 80).contains("…");
        assertThat(shown.code()).isEqualTo("CODE");
    }

    @Property
    void anyMessageFitsOnAScreenAndIsText(@ForAll String message, @ForAll @IntRange(max = 3_000) int times) {
        Failure failure =
                Failure.withoutSubmission("CODE", message.repeat(times)).hint(message);

        Failure shown = new FailureReport(ExitCode.FILE, failure).failure();

        assertThat(shown.message().length() + shown.hint().length()).isLessThan(24 * 80);
        if (StandardCharsets.UTF_8.newEncoder().canEncode(failure.message())) {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(shown.message()))
                    .isTrue();
        }
    }
}
