package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Null is rejected by the call that receives it, not later or on another thread. */
class NullArgumentsTest {
    private static final ScriptedBackend BACKEND = new ScriptedBackend();
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private static final Set<String> NOT_CALLS = Set.of("equals", "accepts");

    private static final Map<Class<?>, Object> EXAMPLES = Map.ofEntries(
            Map.entry(String.class, "some"),
            Map.entry(int.class, 1),
            Map.entry(long.class, 1L),
            Map.entry(boolean.class, true),
            Map.entry(Duration.class, Duration.ofSeconds(1)),
            Map.entry(Path.class, Path.of("some.mov")),
            Map.entry(SubmissionId.class, SubmissionId.random()),
            Map.entry(Optional.class, Optional.empty()),
            Map.entry(Set.class, Set.of()),
            Map.entry(List.class, List.of()),
            Map.entry(Cluster.class, Cluster.THIS_COMPUTER),
            Map.entry(Destination.class, Destination.file(Path.of("some.mov"))),
            Map.entry(WaitLimits.class, WaitLimits.NONE),
            Map.entry(HistoryFilter.class, HistoryFilter.ALL));

    static Stream<Arguments> calls() {
        Map<Class<?>, Supplier<Object>> faces = Map.of(
                Qmaster.class, () -> Qmaster.over(BACKEND),
                QmasterBuilder.class, () -> Qmaster.builder(BACKEND),
                QmasterBatch.class, () -> Qmaster.over(BACKEND).attach(BATCH),
                BatchRequest.Builder.class, BatchRequest::builder,
                JobRequest.Builder.class, () -> JobRequest.builder(Path.of("clip.mov")),
                Policy.class, () -> Policy.DEFAULT,
                WaitLimits.class, () -> WaitLimits.NONE,
                HistoryFilter.class, () -> HistoryFilter.ALL);
        return faces.entrySet().stream()
                .flatMap(face -> Arrays.stream(face.getKey().getMethods())
                        .filter(method -> method.getDeclaringClass() == face.getKey()
                                && !method.isSynthetic()
                                && !NOT_CALLS.contains(method.getName()))
                        .flatMap(
                                method -> nullable(method).map(index -> Arguments.of(face.getValue(), method, index))));
    }

    private static Stream<Integer> nullable(Method method) {
        return Stream.iterate(0, index -> index < method.getParameterCount(), index -> index + 1)
                .filter(index -> !method.getParameterTypes()[index].isPrimitive());
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("calls")
    void isRefused(Supplier<Object> face, Method method, int index) throws Exception {
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(NullArgumentsTest::some)
                .toArray();
        arguments[index] = null;

        Throwable thrown = null;
        try {
            method.invoke(Modifier.isStatic(method.getModifiers()) ? null : face.get(), arguments);
        } catch (InvocationTargetException failed) {
            thrown = failed.getCause();
        }

        assertThat(thrown).as(method.toString()).isInstanceOf(NullPointerException.class);
    }

    private static Object some(Parameter parameter) {
        Class<?> type = parameter.getType();
        if (EXAMPLES.containsKey(type)) {
            return EXAMPLES.get(type);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        // No other argument is used before null is rejected.
        return type.isInterface()
                ? Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (any, called, with) -> null)
                : null;
    }
}
