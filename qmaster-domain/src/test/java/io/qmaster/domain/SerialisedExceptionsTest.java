package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerialisedExceptionsTest {
    private static final BatchReference BATCH =
            new BatchReference(new BatchId("B-1"), Cluster.address("render@10.0.0.7:50000"));
    private static final SettingFacts SETTING = new SettingFacts(
            Path.of("/settings/movie.setting"),
            "movie",
            SettingFacts.Origin.USER,
            "QT",
            Optional.of("mov"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            true,
            SettingDetails.NONE);

    static Stream<QmasterException> failures() {
        Failure failure = Failure.withoutSubmission("CODE", "what was tried")
                .hint("what to do")
                .worthRetrying()
                .of(new SubmissionId("q0123456789abcdefghijklmno"))
                .of(BATCH)
                .because(new IOException("what was caught"));
        return Stream.of(
                new BatchCancelledException(failure, result()),
                new BatchFailedException(failure, "2x job controller down", result()),
                new BatchLostException(failure),
                new ClusterNotFoundException(failure),
                new DestinationException(failure),
                new EngineUnavailableException(failure),
                new GiveUpException(failure),
                new JournalException(failure),
                new QmasterClosedException(failure),
                new RequestIdTakenException(failure),
                new RetryException(failure),
                new SettingFileException(failure),
                new SourceFileException(failure),
                new StatusException(failure),
                new SubmissionException(failure, "no such thing", OptionalInt.of(3)),
                new SubmissionTimeoutException(failure, "nothing was listed"),
                new UnsupportedByEngineException(failure),
                new WaitTimeoutException(failure, true));
    }

    private static BatchResult result() {
        Target target = new Target(
                0,
                Path.of("/in/clip.mov"),
                SETTING,
                Path.of("/out/clip.mov"),
                Path.of("/out/clip.mov"),
                new FileMark(3000, Instant.EPOCH),
                new FileMark(100, Instant.EPOCH),
                JobOptions.NONE);
        BatchStatus status = BatchStatus.of(
                        BATCH, StatusText.ofQmaster("Failed: 2x job controller down"), Instant.EPOCH)
                .with(new Progress(OptionalInt.empty(), Optional.of(Duration.ofSeconds(3)), Optional.empty()))
                .named("clip.mov Transcode");
        return new BatchResult(
                status,
                List.of(Output.faulty(
                        target, OutputFault.OUTPUT_EMPTY, Optional.of(Path.of("/out/clip.mov")), OptionalLong.of(0))),
                false,
                Optional.of(CancelCause.USER),
                Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyExceptionSurvivesSerialisation(QmasterException thrown) throws Exception {
        QmasterException read = read(written(thrown));

        assertThat(read).hasSameClassAs(thrown).hasMessage(thrown.getMessage());
        assertThat(read.getCause()).isInstanceOf(IOException.class).hasMessage("what was caught");
        assertThat(read.getStackTrace()).isEqualTo(thrown.getStackTrace());
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("cause", "failure.cause", "stackTrace", "suppressedExceptions")
                .ignoringFieldsOfTypes(Secret.class)
                .isEqualTo(thrown);
    }

    @Test
    void noClassOfExceptionIsForgottenHere() throws Exception {
        Path classes = Path.of(QmasterException.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(QmasterException.class.getPackageName().replace('.', File.separatorChar));
        try (Stream<Path> files = Files.list(classes)) {
            assertThat(failures().map(thrown -> thrown.getClass().getSimpleName() + ".class"))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .filter(name -> name.endsWith("Exception.class"))
                                    .filter(name -> !name.equals("QmasterException.class"))
                                    .collect(Collectors.toSet()));
        }
    }

    private static byte[] written(QmasterException thrown) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        return bytes.toByteArray();
    }

    private static QmasterException read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (QmasterException) in.readObject();
        }
    }
}
