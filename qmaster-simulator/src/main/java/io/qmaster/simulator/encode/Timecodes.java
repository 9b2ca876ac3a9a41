package io.qmaster.simulator.encode;

import io.qmaster.domain.Timecode;
import io.qmaster.simulator.encode.OutputPlan.Rate;

/**
 * Converts between timecodes and frame numbers at a rate; drops frame numbers if the source's timecode has a semicolon
 * (SMPTE ST 12-1).
 */
record Timecodes(Rate rate, boolean drops) {
    /**
     * The timecodes of a source.
     *
     * @param first the timecode of its first frame; a semicolon before the frames means drop-frame
     */
    static Timecodes of(Rate rate, String first) {
        return new Timecodes(rate, first.indexOf(';') >= 0 && rate.seconds() == 1001 && nominal(rate) % 30 == 0);
    }

    private static long nominal(Rate rate) {
        return Math.max(1, Math.round(rate.perSecond()));
    }

    /** The number of the frame, counted from 00:00:00:00. */
    long frame(Timecode time) {
        long nominal = nominal(rate);
        long minutes = time.hours() * 60L + time.minutes();
        long frames = (minutes * 60 + time.seconds()) * nominal + time.frames();
        return drops ? frames - nominal / 15 * (minutes - minutes / 10) : frames;
    }

    /** The time of a frame, in seconds after the first one. */
    double seconds(long frames) {
        return frames / rate.perSecond();
    }

    /** The number of whole frames in a time. */
    long frames(double seconds) {
        return Math.round(seconds * rate.perSecond());
    }

    /** The timecode at this rate that is nearest to one at another rate: the same second, and a frame in it. */
    Timecode from(Timecodes other, Timecode time) {
        long frames = time.frames() * nominal(rate) / nominal(other.rate);
        // The first numbers of most minutes are left out.
        boolean isShortMinute = drops && time.seconds() == 0 && time.minutes() % 10 != 0;
        return new Timecode(time.hours(), time.minutes(), time.seconds(), (int)
                Math.max(frames, isShortMinute ? nominal(rate) / 15 : 0));
    }

    /** The timecode of a frame. */
    Timecode at(long frame) {
        long nominal = nominal(rate);
        long number = frame;
        if (drops) {
            long dropped = nominal / 15;
            long inTenMinutes = nominal * 600 - 9 * dropped;
            long inMinute = nominal * 60 - dropped;
            long rest = frame % inTenMinutes;
            number += 9 * dropped * (frame / inTenMinutes);
            number += rest < nominal * 60 ? 0 : dropped * (1 + (rest - nominal * 60) / inMinute);
        }
        long seconds = number / nominal;
        return new Timecode((int) (seconds / 3600 % 100), (int) (seconds / 60 % 60), (int) (seconds % 60), (int)
                Math.min(119, number % nominal));
    }

    /** In ffmpeg's format: a semicolon before the frames for drop-frame, otherwise a colon. */
    String text(Timecode time) {
        String text = time.toString();
        return drops ? text : text.replace(';', ':');
    }
}
