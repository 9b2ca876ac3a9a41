package io.qmaster.simulator.encode;

import io.qmaster.domain.FrameSize;
import io.qmaster.simulator.encode.OutputPlan.Edges;
import io.qmaster.simulator.encode.OutputPlan.Picture;
import java.util.ArrayList;
import java.util.List;

/** The filters that rotate, crop, scale and pad a picture according to its setting. */
final class Geometry {
    private static final int LARGEST_SIDE = 16_384;
    /** OpenH264 encodes H.264 up to level 5.2, and refuses more pixels. */
    private static final long MOST_PIXELS_OF_OPENH264 = 9_437_184;

    private Geometry() {}

    private record Box(int width, int height) {}

    /** @throws CannotEncode if the crop or the padding leaves nothing of the picture, or it would be too large */
    static List<String> filters(Picture wanted, Source.Picture source, Codecs.Coder coder) throws CannotEncode {
        List<String> filters = new ArrayList<>();
        boolean turned = wanted.quarterTurns() % 2 == 1;
        switch (wanted.quarterTurns()) {
            case 1 -> filters.add("transpose=clock");
            case 2 -> filters.addAll(List.of("hflip", "vflip"));
            case 3 -> filters.add("transpose=cclock");
            default -> {}
        }
        if ((wanted.flip() & 1) != 0) {
            filters.add("hflip");
        }
        if ((wanted.flip() & 2) != 0) {
            filters.add("vflip");
        }
        Box box = turned ? new Box(source.height(), source.width()) : new Box(source.width(), source.height());
        double aspect = turned ? 1 / source.pixelAspect() : source.pixelAspect();
        Edges crop = wanted.crop();
        if (!crop.equals(Edges.NONE)) {
            box = inside(box, crop, "crop");
            filters.add("crop=%d:%d:%d:%d".formatted(box.width(), box.height(), crop.left(), crop.top()));
        }
        Box outer = sized(wanted, box, aspect, coder);
        Edges padding = wanted.padding();
        Box inner = padding.equals(Edges.NONE) ? outer : even(inside(outer, padding, "padding"), coder);
        if (!inner.equals(box)) {
            filters.add("scale=%d:%d:flags=bicubic+accurate_rnd".formatted(inner.width(), inner.height()));
        }
        if (!inner.equals(outer)) {
            filters.add("pad=%d:%d:%d:%d".formatted(outer.width(), outer.height(), padding.left(), padding.top()));
        }
        if (isFitted(wanted) && aspect != 1) {
            filters.add("setsar=1");
        }
        if (!coder.pixels().isEmpty()) {
            filters.add("format=" + coder.pixels());
        }
        return filters;
    }

    private static boolean isFitted(Picture wanted) {
        return wanted.size()
                .map(OutputPlan.Size::rule)
                .filter(FrameSize.FitWithin.class::isInstance)
                .isPresent();
    }

    /** A fitted size has square pixels; otherwise the pixel aspect is kept, or follows from the size. */
    private static Box sized(Picture wanted, Box box, double aspect, Codecs.Coder coder) throws CannotEncode {
        FrameSize rule = wanted.size().map(OutputPlan.Size::rule).orElse(FrameSize.SOURCE);
        Box size;
        if (rule instanceof FrameSize.Exactly exactly) {
            size = new Box(exactly.width(), exactly.height());
        } else if (rule instanceof FrameSize.FitWithin fit) {
            double width = box.width() * Math.max(1, aspect);
            double height = box.height() * Math.max(1, 1 / aspect);
            double scale = Math.min(1, Math.min(fit.width() / width, fit.height() / height));
            size = new Box(round(width * scale), round(height * scale));
        } else {
            double part = rule instanceof FrameSize.Percent percent ? percent.percent() / 100 : 1;
            size = new Box(round(box.width() * part), round(box.height() * part));
        }
        if (size.width() > LARGEST_SIDE || size.height() > LARGEST_SIDE) {
            throw new CannotEncode("the frames would be too large: " + size.width() + "×" + size.height());
        }
        if (coder.name().equals("libopenh264") && (long) size.width() * size.height() > MOST_PIXELS_OF_OPENH264) {
            throw new CannotEncode(
                    "the frames would be too large for libopenh264: " + size.width() + "×" + size.height());
        }
        return even(size, coder);
    }

    private static Box even(Box box, Codecs.Coder coder) {
        return new Box(
                coder.evenWidth() ? even(box.width()) : box.width(),
                coder.evenHeight() ? even(box.height()) : box.height());
    }

    private static int even(int pixels) {
        return Math.max(2, pixels - pixels % 2);
    }

    private static int round(double pixels) {
        return (int) Math.max(1, Math.round(pixels));
    }

    private static Box inside(Box box, Edges edges, String what) throws CannotEncode {
        Box inner = new Box(box.width() - edges.left() - edges.right(), box.height() - edges.top() - edges.bottom());
        if (inner.width() < 1 || inner.height() < 1) {
            throw new CannotEncode(
                    "the " + what + " leaves nothing of a picture of " + box.width() + "×" + box.height());
        }
        return inner;
    }
}
