package io.qmaster.simulator.standin;

import java.time.ZonedDateTime;

/** Writes to stderr as NSLog does: {@code 2026-10-01 20:30:44.162 Compressor[93565:1f4c2d] …}. */
final class SystemLog {
    private final Surroundings around;

    SystemLog(Surroundings around) {
        this.around = around;
    }

    void say(String words) {
        ZonedDateTime now = around.time().now().atZone(around.zone());
        around.err()
                .print(now.getYear() + "-" + digits(now.getMonthValue(), 2) + "-" + digits(now.getDayOfMonth(), 2) + " "
                        + digits(now.getHour(), 2) + ":" + digits(now.getMinute(), 2) + ":"
                        + digits(now.getSecond(), 2) + "." + digits(now.getNano() / 1_000_000, 3) + " Compressor["
                        + around.process() + ":" + around.thread() + "] " + words + "\n");
        around.err().flush();
    }

    private static String digits(int number, int width) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }
}
