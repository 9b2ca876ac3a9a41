package io.qmaster.domain.feed;

import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.SubmissionJournal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * A process that dies at a step: before or after the nth change that it makes to files or to the journal. From then on nothing
 * that it does has an effect.
 */
final class CrashingProcess {
    private static final Set<String> CHANGES = Set.of(
            "makeFolder",
            "move",
            "replace",
            "deleteTree",
            "write",
            "intend",
            "started",
            "attempting",
            "attempted",
            "submitted",
            "concluding",
            "ended");

    private final int dyingAt;
    private final boolean before;
    private int steps;
    private boolean dead;

    CrashingProcess(int dyingAt, boolean before) {
        this.dyingAt = dyingAt;
        this.before = before;
    }

    /** It lives on. */
    static CrashingProcess never() {
        return new CrashingProcess(Integer.MAX_VALUE, true);
    }

    /** The end of a process. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    boolean isDead() {
        return dead;
    }

    MediaFiles files(MediaFiles files) {
        return through(MediaFiles.class, files);
    }

    SubmissionJournal journal(SubmissionJournal journal) {
        return through(SubmissionJournal.class, journal);
    }

    private <T> T through(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments)));
    }

    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        boolean isStep = CHANGES.contains(method.getName());
        if (isStep) {
            steps++;
        }
        dead |= isStep && before && steps == dyingAt;
        if (dead) {
            throw new Death();
        }
        Object answer;
        try {
            answer = method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
        dead |= isStep && !before && steps == dyingAt;
        if (dead) {
            throw new Death();
        }
        return answer;
    }
}
