package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.FrameSize;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads frame sizes from options. */
final class FrameSizes {
    private static final Pattern PIXELS = Pattern.compile("([1-9][0-9]{0,4})[xX×]([1-9][0-9]{0,4})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,6})?");

    private FrameSizes() {}

    static FrameSize exactly(String option, String text) {
        return pixels(option, text, FrameSize.Exactly::new);
    }

    static FrameSize fit(String option, String text) {
        return pixels(option, text, FrameSize.FitWithin::new);
    }

    static FrameSize percent(String option, String text) {
        if (!NUMBER.matcher(text).matches() || Double.parseDouble(text) < 0.01) {
            throw CommandFailure.usage(
                    option + " is not a percentage: \"" + text + "\"", "give a number such as 50 or 12.5");
        }
        double percent = Double.parseDouble(text);
        return percent == 100 ? FrameSize.SOURCE : new FrameSize.Percent(percent);
    }

    private static FrameSize pixels(String option, String text, BiFunction<Integer, Integer, FrameSize> rule) {
        Matcher matcher = PIXELS.matcher(text);
        if (!matcher.matches()) {
            throw CommandFailure.usage(
                    option + " is not a frame size: \"" + text + "\"", "give width and height such as 1280x720");
        }
        return rule.apply(Integer.valueOf(matcher.group(1)), Integer.valueOf(matcher.group(2)));
    }
}
