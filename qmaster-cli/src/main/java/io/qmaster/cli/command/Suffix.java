package io.qmaster.cli.command;

import java.util.Locale;
import java.util.regex.Pattern;

/** Builds the suffix of an output's name when one source is encoded with several settings. */
final class Suffix {
    private static final Pattern UNFIT = Pattern.compile("[^\\p{L}\\p{N}.]+");
    private static final Pattern DASHES_AROUND = Pattern.compile("^-+|-+$");

    private Suffix() {}

    /**
     * The name of a setting in the form of a file name: a dash, then the name in lower case with a dash for everything
     * that is not a letter, digit or dot. "Apple Devices 4K (HEVC 8-bit)" becomes "-apple-devices-4k-hevc-8-bit".
     */
    static String of(String settingName) {
        String dashed = UNFIT.matcher(settingName.toLowerCase(Locale.ROOT)).replaceAll("-");
        return "-" + DASHES_AROUND.matcher(dashed).replaceAll("");
    }
}
