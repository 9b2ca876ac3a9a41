package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.compressor.probe.Ffprobe;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Qmaster;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guice is an optional dependency: a program that creates backends with their factories needs neither it nor Guava.
 * Backends do not need the annotations of Jackson either, of which frameworks provide an older version.
 */
class WithoutGuiceTest {
    private static final List<String> LEFT_OUT = List.of("guice", "guava", "inject", "jackson-annotations");

    @TempDir
    private Path folder;

    /** Encodes a clip in the simulator. */
    record Simulating(Path folder) implements Callable<String> {
        @Override
        public String call() throws Exception {
            Path clip = Files.writeString(folder.resolve("clip.mov"), "a movie");
            Path setting = Files.writeString(
                    folder.resolve("a.compressorsetting"),
                    "<setting name=\"A\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder></setting>");
            try (Qmaster qmaster = Qmaster.over(Simulator.onVirtualTime(Scenario.named("calm")))) {
                BatchRequest request = BatchRequest.builder()
                        .sourceFile(clip)
                        .compressorSettingFile(setting)
                        .destinationFile(folder.resolve("out.mov"))
                        .build();
                return qmaster.submitAndWait(request).state().name();
            }
        }
    }

    /** Checks a Compressor that does not exist. */
    record Compressing(Path folder) implements Callable<String> {
        @Override
        public String call() throws Exception {
            CompressorConfiguration configuration = CompressorConfiguration.builder()
                    .compressor(folder.resolve("Compressor"))
                    .build();
            try (Qmaster qmaster = Qmaster.over(new CompressorBackend(configuration))) {
                return qmaster.health().isReady() + " "
                        + Ffprobe.read("{\"format\": {\"duration\": \"2.0\"}}")
                                .duration()
                                .orElseThrow();
            }
        }
    }

    @Test
    void theSimulatorEncodesWithoutGuice() throws Exception {
        assertThat(calledWithoutGuice(Simulating.class)).isEqualTo(BatchState.SUCCESSFUL.name());
    }

    @Test
    void theCompressorAdapterChecksAnInstallationWithoutGuice() throws Exception {
        assertThat(calledWithoutGuice(Compressing.class)).isEqualTo("false PT2S");
    }

    private String calledWithoutGuice(Class<?> consumer) throws Exception {
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> LEFT_OUT.stream().noneMatch(entry.getFileName().toString()::contains))
                .map(WithoutGuiceTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("com.google.inject.Guice"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThatThrownBy(() -> loader.loadClass("com.google.common.collect.ImmutableList"))
                    .isInstanceOf(ClassNotFoundException.class);
            Constructor<?> constructor = loader.loadClass(consumer.getName()).getDeclaredConstructor(Path.class);
            constructor.setAccessible(true);
            return String.valueOf(((Callable<?>) constructor.newInstance(folder)).call());
        }
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
