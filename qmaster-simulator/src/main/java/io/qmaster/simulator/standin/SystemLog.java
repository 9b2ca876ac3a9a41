package io.qmaster.simulator.standin;

import java.time.ZonedDateTime;

/** Writes to stderr as NSLog does: {@code 2026-10-01 20:30:44.162 Compressor[93565:1f4c2d] …}. */
final class SystemLog {
    private final ProgramEnvironment environment;

    SystemLog(ProgramEnvironment environment) {
        this.environment = environment;
    }

    void say(String words) {
        String now = time(environment.time().now().atZone(environment.zone()));
        environment
                .err()
                .print(now + " Compressor[" + environment.process() + ":" + environment.thread() + "] " + words + "\n");
        environment.err().flush();
    }

    /** A time in the format of the log. */
    static String time(ZonedDateTime time) {
        return time.getYear() + "-" + digits(time.getMonthValue(), 2) + "-" + digits(time.getDayOfMonth(), 2) + " "
                + digits(time.getHour(), 2) + ":" + digits(time.getMinute(), 2) + ":" + digits(time.getSecond(), 2)
                + "." + digits(time.getNano() / 1_000_000, 3);
    }

    private static String digits(int number, int width) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }
}
