package io.qmaster.cli.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Stack traces in which a message cannot forge lines, unlike those of the JDK. */
public final class StackTrace {
    private static final String INDENT = "\t";

    private final List<String> lines = new ArrayList<>();
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private StackTrace() {}

    /** The lines, with those of causes and suppressed exceptions. */
    public static List<String> lines(Throwable thrown) {
        StackTrace trace = new StackTrace();
        trace.add(thrown, "", "");
        return List.copyOf(trace.lines);
    }

    private void add(Throwable thrown, String indent, String role) {
        lines.add(indent + role + Printable.line(thrown.toString()));
        if (!seen.add(thrown)) {
            return;
        }
        for (StackTraceElement frame : thrown.getStackTrace()) {
            lines.add(indent + INDENT + "at " + Printable.line(frame.toString()));
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            add(suppressed, indent + INDENT, "Suppressed: ");
        }
        if (thrown.getCause() != null) {
            add(thrown.getCause(), indent, "Caused by: ");
        }
    }
}
