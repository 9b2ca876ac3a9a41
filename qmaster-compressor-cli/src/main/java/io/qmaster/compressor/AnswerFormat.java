package io.qmaster.compressor;

import java.util.List;

/**
 * The format that Compressor is asked to answer in. Used in a {@link CompressorConfiguration}; by default the adapter
 * tries the formats of the installed version. Immutable.
 */
public enum AnswerFormat {
    /** {@code -outputformat json} at the end: Compressor 5.3 and later. */
    OUTPUT_FORMAT_JSON("-outputformat"),
    /** {@code -format json} directly after {@code -monitor}: Compressor 5.2 (field reports of 2026). */
    FORMAT_JSON("-format"),
    /** No flag: the legacy markup, which every generation has. */
    LEGACY("");

    private final String flag;

    AnswerFormat(String flag) {
        this.flag = flag;
    }

    /** The flag of this format; empty for {@link #LEGACY}. */
    String flag() {
        return flag;
    }

    boolean isJson() {
        return this != LEGACY;
    }

    /** The flags of this format that directly follow {@code -monitor}. */
    List<String> monitorFlags() {
        return this == FORMAT_JSON ? List.of(flag, "json") : List.of();
    }

    /** The flags of this format that end the command. */
    List<String> trailingFlags() {
        return this == OUTPUT_FORMAT_JSON ? List.of(flag, "json") : List.of();
    }
}
