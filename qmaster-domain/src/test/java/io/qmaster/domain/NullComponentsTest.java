package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFacts;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmittingProcess;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value with a null cannot be created, so that an invalid answer fails in the backend. */
class NullComponentsTest {
    private static final Map<Class<?>, Object> EXAMPLES = Map.ofEntries(
            Map.entry(String.class, "some"),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(double.class, 1.0),
            Map.entry(boolean.class, true),
            Map.entry(Path.class, Path.of("some.mov")),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(OptionalInt.class, OptionalInt.empty()),
            Map.entry(OptionalLong.class, OptionalLong.empty()),
            Map.entry(OptionalDouble.class, OptionalDouble.empty()),
            Map.entry(List.class, List.of()),
            Map.entry(Set.class, Set.of()),
            Map.entry(Map.class, Map.of()),
            Map.entry(Duration.class, Duration.ZERO),
            Map.entry(SubmissionId.class, SubmissionId.random()),
            Map.entry(Cluster.class, Cluster.THIS_COMPUTER));

    static Stream<Arguments> components() {
        return Stream.of(
                        BatchId.class,
                        JobId.class,
                        BatchReference.class,
                        BatchStatus.class,
                        JobStatus.class,
                        StatusText.class,
                        Progress.class,
                        EngineHealth.class,
                        HealthFinding.class,
                        CommandPreview.class,
                        RawAnswer.class,
                        JobRequest.class,
                        JobOptions.class,
                        ImageSequenceInput.class,
                        HistoryFilter.class,
                        Target.class,
                        Output.class,
                        BatchResult.class,
                        Ending.class,
                        Recovered.class,
                        Remaining.class,
                        Holder.class,
                        LogEntry.class,
                        ClusterLoad.class,
                        SubmissionRecord.class,
                        BatchRecord.class,
                        SettingFacts.class,
                        SettingDetails.class,
                        MediaFacts.class,
                        MediaFacts.Video.class,
                        FileFacts.class,
                        SubmittingProcess.class,
                        SubmissionOutcome.Queued.class,
                        SubmissionOutcome.Refused.class,
                        SubmissionOutcome.Unknown.class)
                .flatMap(value -> IntStream.range(0, value.getRecordComponents().length)
                        .filter(index ->
                                !value.getRecordComponents()[index].getType().isPrimitive())
                        .mapToObj(index -> Arguments.of(value, index)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("components")
    void isRefused(Class<?> value, int index) throws ReflectiveOperationException {
        Object[] components = components(value);
        components[index] = null;

        Throwable thrown = null;
        try {
            constructor(value).newInstance(components);
        } catch (InvocationTargetException failed) {
            thrown = failed.getCause();
        }

        assertThat(thrown).isInstanceOf(NullPointerException.class);
    }

    private static Object[] components(Class<?> value) {
        return Arrays.stream(value.getRecordComponents())
                .map(component -> some(component.getType()))
                .toArray();
    }

    private static Constructor<?> constructor(Class<?> value) throws NoSuchMethodException {
        return value.getDeclaredConstructor(Arrays.stream(value.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
    }

    private static Object some(Class<?> type) {
        if (EXAMPLES.containsKey(type)) {
            return EXAMPLES.get(type);
        }
        if (type == BatchOrder.class) {
            return order();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        try {
            return constructor(type).newInstance(components(type));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(type.toString(), impossible);
        }
    }

    /** An order has targets. */
    private static BatchOrder order() {
        return new BatchOrder(
                SubmissionId.random(),
                Cluster.THIS_COMPUTER,
                Cluster.THIS_COMPUTER,
                Priority.LOW,
                "some",
                true,
                List.of((Target) some(Target.class)),
                Map.of(),
                Optional.empty(),
                ExistingOutput.REFUSE,
                Publication.DIRECT,
                Map.of());
    }
}
