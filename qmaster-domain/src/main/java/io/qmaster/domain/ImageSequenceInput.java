package io.qmaster.domain;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Marks a source as a folder of frames, with what the frames themselves do not tell. For library consumers and authors
 * of backends. Immutable and thread-safe.
 *
 * @param frameRate frames per second, more than 0 and at most 1000, such as 29.97, with at most 9 decimal places
 * @param audio a file with the sound
 */
public record ImageSequenceInput(Optional<BigDecimal> frameRate, Optional<Path> audio) {
    private static final BigDecimal MOST = BigDecimal.valueOf(1000);
    /** Written without an exponent, 1e-999999999 would fill the memory. */
    private static final int MOST_DECIMAL_PLACES = 9;

    /** Frames without a frame rate or sound. */
    public static final ImageSequenceInput FRAMES = new ImageSequenceInput(Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if the frame rate is out of range */
    public ImageSequenceInput {
        Nulls.refuse(ImageSequenceInput.class, frameRate, audio);
        if (frameRate.isPresent()
                && (frameRate.get().signum() <= 0 || frameRate.get().compareTo(MOST) > 0)) {
            throw new IllegalArgumentException(
                    "a frame rate must be more than 0 and at most 1000, not " + frameRate.get());
        }
        if (frameRate.isPresent() && frameRate.get().stripTrailingZeros().scale() > MOST_DECIMAL_PLACES) {
            throw new IllegalArgumentException("a frame rate must have at most " + MOST_DECIMAL_PLACES
                    + " decimal places, not " + frameRate.get());
        }
    }

    /** The same with a frame rate. */
    public ImageSequenceInput frameRate(BigDecimal framesPerSecond) {
        return new ImageSequenceInput(Optional.of(framesPerSecond), audio);
    }

    /** The same with sound. */
    public ImageSequenceInput audio(Path file) {
        return new ImageSequenceInput(frameRate, Optional.of(file));
    }
}
