package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertyListTest {
    /** {@code {"outer": {"a": "A", "long": "…" of 20 letters, "ü": "Ü", "number": 7}, "top": "T"}}. */
    private static final byte[] BINARY = Base64.getDecoder()
            .decode(
                    "YnBsaXN0MDDSAQIDDFVvdXRlclN0b3DUBAUGBwgJCgtRYVRsb25nVm51bWJlcmEA/FFBXxAUeHh4eHh4eHh4eHh4eHh4eHh4eHgQB2EA3FFUCA0TFyAiJy4xM0pMTwAAAAAAAAEBAAAAAAAAAA0AAAAAAAAAAAAAAAAAAABR");

    private static byte[] xml(String inside) {
        return ("<?xml version=\"1.0\"?><plist version=\"1.0\">" + inside + "</plist>")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theTextsOfABinaryList() throws Exception {
        assertThat(PropertyList.texts(BINARY)).isEqualTo(Map.of("top", "T"));
        assertThat(PropertyList.texts(BINARY, "outer")).isEqualTo(Map.of("a", "A", "long", "x".repeat(20), "ü", "Ü"));
        assertThat(PropertyList.texts(BINARY, "top")).isEmpty();
        assertThat(PropertyList.texts(BINARY, "nothing", "below")).isEmpty();
    }

    @Test
    void theTextsOfAListInXml() throws Exception {
        byte[] list = xml("<dict><key>top</key><string>T</string><key>outer</key><dict><key>a</key><string>A</string>"
                + "<key>number</key><integer>7</integer></dict></dict>");

        assertThat(PropertyList.texts(list)).isEqualTo(Map.of("top", "T"));
        assertThat(PropertyList.texts(list, "outer")).isEqualTo(Map.of("a", "A"));
    }

    @Test
    void nestingInXmlIsBounded() {
        assertThatThrownBy(() -> PropertyList.texts(xml("<array>".repeat(100_000) + "</array>".repeat(100_000))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aDictionaryThatClaimsBillionsOfEntriesIsDamaged() {
        byte[] list = BINARY.clone();
        int root = 8;
        list[root] = (byte) 0xDF;
        list[root + 1] = 0x12;
        list[root + 2] = 0x7F;

        assertThatThrownBy(() -> PropertyList.texts(list)).isInstanceOf(IOException.class);
    }

    @Test
    void aListThatIsDamagedAnywhereEndsAsAnAnswerOrAnIoException() {
        for (int at = 0; at < BINARY.length; at++) {
            for (int value : new int[] {0, 1, 0x0F, 0x1F, 0x5F, 0x6F, 0x7F, 0xD0, 0xDF, 0xFF}) {
                byte[] damaged = BINARY.clone();
                damaged[at] = (byte) value;
                try {
                    assertThat(PropertyList.texts(damaged, "outer")).isNotNull();
                } catch (IOException answered) {
                    assertThat(answered.getMessage()).isNotBlank();
                }
            }
        }
    }
}
