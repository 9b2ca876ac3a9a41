package io.qmaster.domain;

import java.math.BigDecimal;

/**
 * The rule by which a setting chooses the frame size of its output. For library consumers and authors of backends.
 * Immutable and thread-safe.
 */
public sealed interface FrameSize {
    /** As large as the source. */
    FrameSize SOURCE = new OfSource();

    /**
     * Reads the {@code width} and {@code height} of a setting's {@code automatic} element: {@code -100 -100} is the
     * size of the source, {@code -P -P} P per cent of it (P can have a fraction), {@code -W H} fits inside W×H and
     * never enlarges, {@code W H} is exact (observed in Compressor 5 setting files).
     *
     * @throws IllegalArgumentException if the numbers match none of these
     */
    static FrameSize ofAutomatic(double width, double height) {
        if (width < 0 && height < 0) {
            if (width != height) {
                throw new IllegalArgumentException(
                        "two different percentages for a frame size: " + width + " " + height);
            }
            return width == -100 ? SOURCE : new Percent(-width);
        }
        if (width != Math.rint(width) || height != Math.rint(height) || width == 0 || height <= 0) {
            throw new IllegalArgumentException("invalid frame size: " + width + " " + height);
        }
        return width < 0 ? new FitWithin(pixels(-width), pixels(height)) : new Exactly(pixels(width), pixels(height));
    }

    private static int pixels(double number) {
        if (number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("invalid frame size: " + number);
        }
        return (int) number;
    }

    private static void positive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("invalid frame size: " + number);
        }
    }

    /** As large as the source. */
    record OfSource() implements FrameSize {
        @Override
        public String toString() {
            return "size of the source";
        }
    }

    /**
     * A part of the source's size.
     *
     * @param percent 0.01 to 10,000; 50 halves width and height
     */
    record Percent(double percent) implements FrameSize {
        /** @throws IllegalArgumentException unless it is 0.01 to 10,000 */
        public Percent {
            if (!(percent >= 0.01 && percent <= 10_000)) {
                throw new IllegalArgumentException("invalid percentage of a frame size: " + percent);
            }
        }

        /** The number, without a fraction if it is whole. */
        public String number() {
            return BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString();
        }

        @Override
        public String toString() {
            return number() + " % of the source";
        }
    }

    /**
     * As large as fits, never larger than the source.
     *
     * @param width pixels
     * @param height pixels
     */
    record FitWithin(int width, int height) implements FrameSize {
        /** @throws IllegalArgumentException if a side is less than 1 */
        public FitWithin {
            positive(width);
            positive(height);
        }

        @Override
        public String toString() {
            return "fits " + width + "×" + height;
        }
    }

    /**
     * One size for every source.
     *
     * @param width pixels
     * @param height pixels
     */
    record Exactly(int width, int height) implements FrameSize {
        /** @throws IllegalArgumentException if a side is less than 1 */
        public Exactly {
            positive(width);
            positive(height);
        }

        @Override
        public String toString() {
            return width + "×" + height;
        }
    }
}
