package io.qmaster.compressor;

import java.util.List;

/**
 * How Compressor is asked for the form of its answers. Which one a version takes is learnt by trying, see {@link
 * CompressorConfiguration}.
 */
public enum AnswerFormat {
    /** {@code -outputformat json} behind everything else: Compressor 5.3 and later. */
    OUTPUT_FORMAT_JSON("-outputformat"),
    /** {@code -format json} right behind {@code -monitor}, and nowhere else: Compressor 5.2 (field reports of 2026). */
    FORMAT_JSON("-format"),
    /** No flag: the markup of every generation. */
    LEGACY("");

    private final String flag;

    AnswerFormat(String flag) {
        this.flag = flag;
    }

    /** The flag of this format; empty for the one that has none. */
    String flag() {
        return flag;
    }

    boolean isJson() {
        return this != LEGACY;
    }

    /** The flags of this format that stand right behind {@code -monitor}. */
    List<String> flagsInFront() {
        return this == FORMAT_JSON ? List.of(flag, "json") : List.of();
    }

    /** The flags of this format that stand behind everything else. */
    List<String> flagsBehind() {
        return this == OUTPUT_FORMAT_JSON ? List.of(flag, "json") : List.of();
    }
}
