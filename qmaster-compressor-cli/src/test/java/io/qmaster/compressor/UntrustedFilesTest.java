package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSDictionary;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.standard.PropertyList;
import io.qmaster.domain.standard.SettingFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid files of an installation and of users are left out and do no harm. */
class UntrustedFilesTest {
    private static final String SETTING = "<setting name=\"Good\"><encoder name=\"QT\"></encoder></setting>";

    @TempDir
    Path folder;

    private void harm(Path file, String kind) throws Exception {
        Files.createDirectories(file.getParent());
        switch (kind) {
            case "pipe" ->
                assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0);
            case "link to a device" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
            case "huge" -> {
                try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                    sparse.setLength(200L << 20);
                }
            }
            case "nested" ->
                Files.writeString(
                        file, "<plist>" + "<array>".repeat(200_000) + "</array>".repeat(200_000) + "</plist>");
            case "billions" -> Files.write(file, claimingBillions());
            default -> Files.writeString(file, kind);
        }
    }

    private static byte[] claimingBillions() throws IOException {
        byte[] list = BinaryPropertyListWriter.writeToArray(new NSDictionary());
        byte[] claiming = new byte[list.length + 5];
        System.arraycopy(list, 0, claiming, 0, 8);
        System.arraycopy(
                new byte[] {(byte) 0xDF, 0x12, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF}, 0, claiming, 8, 6);
        System.arraycopy(list, 9, claiming, 14, list.length - 9);
        claiming[claiming.length - 1] = 14;
        return claiming;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pipe", "link to a device", "huge", "nested", "billions", "", "text"})
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void namesPropertiesAndSettingsOfAnInstallationThatAreNoneAreLeftOut(String kind) throws Exception {
        Path application = folder.resolve("Compressor.app");
        Script.write(application.resolve("Contents/MacOS/Compressor"));
        Path settings = application.resolve("Contents/Resources/Settings");
        harm(application.resolve("Contents/Info.plist"), kind);
        harm(application.resolve("Contents/Frameworks/StompTypes.framework/en.lproj/Localizable.strings"), kind);
        harm(settings.resolve("Group/harmful.compressorsetting"), kind);
        Files.writeString(settings.resolve("Group/good.compressorsetting"), SETTING);
        CompressorConfiguration configuration = CompressorConfiguration.builder()
                .compressor(application)
                .home(folder)
                .library(folder.resolve("Library"))
                .build();

        assertThat(new CompressorSettings(configuration).all())
                .extracting(SettingFacts::name)
                .containsExactly("Good");
        assertThat(new CompressorInstallation(configuration).version()).isEmpty();
    }

    @Property(tries = 300)
    void anyBytesAreASettingOrADeclaredFailure(@ForAll("documents") byte[] content) throws IOException {
        Path file = Files.createTempFile("qmaster", ".setting");
        try {
            Files.write(file, content);
            assertThat(SettingFile.read(file).name()).isNotNull();
        } catch (SettingFileException declared) {
            assertThat(declared.code()).startsWith("SETTING_");
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 300)
    void anyBytesAreAPropertyListOrADeclaredFailure(@ForAll("documents") byte[] content) {
        try {
            assertThat(PropertyList.texts(content, "a")).isNotNull();
        } catch (IOException declared) {
            assertThat(declared.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 200)
    void aSettingOfAnyDepthIsReadOrRefused(@ForAll @IntRange(max = 50_000) int depth) throws IOException {
        Path file = Files.createTempFile("qmaster", ".setting");
        try {
            Files.writeString(
                    file, "<setting><nameKey>" + "<a>".repeat(depth) + "</a>".repeat(depth) + "</nameKey></setting>");
            assertThat(SettingFile.read(file).name()).isNotNull();
        } catch (SettingFileException declared) {
            assertThat(declared.code()).isEqualTo("SETTING_INVALID");
        } finally {
            Files.delete(file);
        }
    }

    /** Arbitrary bytes, a valid document with some bytes changed, and a truncated one. */
    @Provide
    Arbitrary<byte[]> documents() throws IOException {
        NSDictionary inner = new NSDictionary();
        inner.put("key", "value");
        NSDictionary outer = new NSDictionary();
        outer.put("a", inner);
        Arbitrary<byte[]> good = Arbitraries.of(
                SETTING.getBytes(StandardCharsets.UTF_8),
                BinaryPropertyListWriter.writeToArray(outer),
                outer.toXMLPropertyList().getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> changed = good.flatMap(content -> Arbitraries.integers()
                .between(0, content.length - 1)
                .flatMap(at -> Arbitraries.bytes().map(value -> {
                    byte[] other = content.clone();
                    other[at] = value;
                    return other;
                })));
        Arbitrary<byte[]> cutOff = good.flatMap(content ->
                Arbitraries.integers().between(0, content.length).map(length -> Arrays.copyOf(content, length)));
        return Arbitraries.oneOf(Arbitraries.bytes().array(byte[].class), changed, cutOff);
    }
}
