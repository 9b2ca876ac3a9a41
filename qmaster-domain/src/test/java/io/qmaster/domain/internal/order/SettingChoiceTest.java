package io.qmaster.domain.internal.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFacts.Origin;
import io.qmaster.domain.SettingFileException;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.SettingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingChoiceTest {
    @TempDir
    private Path folder;

    private final List<SettingFacts> all = new ArrayList<>();
    private final SettingChoice choice = new SettingChoice(
            new SettingCatalog() {
                @Override
                public SettingFacts read(Path settingFile) {
                    return SettingFile.read(settingFile);
                }

                @Override
                public List<SettingFacts> all() {
                    return all;
                }
            },
            new LocalFiles());

    private SettingFacts has(String file, String name, Origin origin, String encoder) {
        SettingFacts setting = new SettingFacts(
                Path.of("/settings/" + file),
                name,
                origin,
                encoder,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                SettingDetails.NONE);
        all.add(setting);
        return setting;
    }

    private SettingFacts has(String name, Origin origin) {
        return has(name + "-" + origin + ".compressorsetting", name, origin, "QT");
    }

    private SettingFileException refusal(String text) {
        return catchThrowableOfType(SettingFileException.class, () -> choice.of(text));
    }

    @Test
    void aPathIsReadAlsoIfItIsNamedLikeNoSetting() throws IOException {
        Path file = Files.writeString(folder.resolve("plain.xml"), "<setting name=\"Plain\"/>");

        assertThat(choice.of(file.toString()).name()).isEqualTo("Plain");
    }

    @Test
    void aFileOfTheWorkingFolderIsReadWhateverItsNameIs() {
        assertThat(Path.of("pom.xml")).isRegularFile();

        assertThat(refusal("pom.xml").code()).isEqualTo("SETTING_INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no/such", "missing.setting", "missing.compressorsetting", "MISSING.CMPRSTNG"})
    void whatLooksLikeAPathAndIsMissingIsSaidToBeMissing(String text) {
        assertThat(refusal(text).code()).isEqualTo("SETTING_MISSING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HD 720p", "hd 720P", "  HD 720p "})
    void aNameIsFoundWhateverItsLetterCase(String text) {
        SettingFacts setting = has("HD 720p", Origin.BUILT_IN);
        has("HD 1080p", Origin.BUILT_IN);

        assertThat(choice.of(text)).isEqualTo(setting);
    }

    @Test
    void aNameIsFoundInAnotherUnicodeForm() {
        SettingFacts setting = has("Cafe\u0301", Origin.USER);

        assertThat(choice.of("Caf\u00e9")).isEqualTo(setting);
    }

    @Test
    void aNameThatEndsInSettingIsNoPath() {
        SettingFacts setting = has("My best setting", Origin.USER);

        assertThat(choice.of("My best setting")).isEqualTo(setting);
    }

    @Test
    void aNameMayHoldASlash() {
        SettingFacts setting = has("HD 1080i/60", Origin.USER);

        assertThat(choice.of("HD 1080i/60")).isEqualTo(setting);
    }

    @Test
    void theStemOfAFileIsFoundWhenNoNameFits() {
        SettingFacts setting = has("proxy.compressorsetting", "KEY_PROXY", Origin.BUILT_IN, "QT");

        assertThat(choice.of("Proxy")).isEqualTo(setting);
    }

    @Test
    void aNameComesBeforeAStem() {
        has("proxy.compressorsetting", "Something else", Origin.USER, "QT");
        SettingFacts named = has("x.compressorsetting", "Proxy", Origin.BUILT_IN, "QT");

        assertThat(choice.of("proxy")).isEqualTo(named);
    }

    @Test
    void theUsersOwnComesBeforeTheMachinesAndThoseBeforeBuiltInOnes() {
        has("Proxy", Origin.BUILT_IN);
        SettingFacts machine = has("Proxy", Origin.MACHINE);
        assertThat(choice.of("Proxy")).isEqualTo(machine);

        SettingFacts user = has("Proxy", Origin.USER);
        assertThat(choice.of("Proxy")).isEqualTo(user);
    }

    @Test
    void quickTimeComesBeforeMxf() {
        has("a.compressorsetting", "Proxy", Origin.BUILT_IN, "MXF");
        SettingFacts quickTime = has("b.compressorsetting", "Proxy", Origin.BUILT_IN, "QT");

        assertThat(choice.of("Proxy")).isEqualTo(quickTime);
    }

    @Test
    void theUsersMxfComesBeforeABuiltInQuickTime() {
        has("b.compressorsetting", "Proxy", Origin.BUILT_IN, "QT");
        SettingFacts own = has("a.compressorsetting", "Proxy", Origin.USER, "MXF");

        assertThat(choice.of("Proxy")).isEqualTo(own);
    }

    @Test
    void ofTwoEqualOnesNoneIsChosenAndBothAreShown() {
        has("b/p.compressorsetting", "Proxy", Origin.USER, "QT");
        has("a/p.compressorsetting", "Proxy", Origin.USER, "QT");

        SettingFileException refusal = refusal("Proxy");

        assertThat(refusal.code()).isEqualTo("SETTING_AMBIGUOUS");
        assertThat(refusal)
                .hasMessage("2 settings are named \"Proxy\": /settings/a/p.compressorsetting,"
                        + " /settings/b/p.compressorsetting");
        assertThat(refusal.hint()).contains("path");
    }

    @Test
    void ofThreeThousandEqualOnesAScreenIsShown() {
        for (int at = 0; at < 3000; at++) {
            has(at + "/p.compressorsetting", "Proxy", Origin.USER, "QT");
        }

        assertThat(String.valueOf(refusal("Proxy").getMessage()))
                .startsWith("3000 settings are named")
                .endsWith(" and 2990 more")
                .hasSizeLessThan(1000);
    }

    @Test
    void anUnknownNameIsMetWithSuggestions() {
        has("Apple ProRes 422", Origin.BUILT_IN);
        has("Apple ProRes 422 Proxy", Origin.BUILT_IN);
        has("HD 720p", Origin.BUILT_IN);

        SettingFileException refusal = refusal("prores");

        assertThat(refusal.code()).isEqualTo("SETTING_UNKNOWN");
        assertThat(refusal).hasMessage("there is no setting or setting file named \"prores\"");
        assertThat(refusal.hint()).isEqualTo("did you mean \"Apple ProRes 422\", \"Apple ProRes 422 Proxy\"?");
    }

    @Test
    void anUnknownNameThatIsLikeNoneIsMetWithAdvice() {
        has("HD 720p", Origin.BUILT_IN);

        assertThat(refusal("betamax").hint()).contains("listed", "path");
    }

    @Test
    void atMostFiveAreSuggested() {
        for (int at = 0; at < 9; at++) {
            has("Proxy " + at, Origin.USER);
        }

        assertThat(refusal("Proxy").hint()).contains("Proxy 4").doesNotContain("Proxy 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a name that is far too long for a file"})
    void whatCanBeNoPathIsAName(String text) {
        assertThat(refusal(text.repeat(20)).code()).isEqualTo("SETTING_UNKNOWN");
    }
}
