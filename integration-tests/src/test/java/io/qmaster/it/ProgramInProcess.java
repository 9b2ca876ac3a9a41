package io.qmaster.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Runs the jars of the built program in a thread of this process, which takes less than half the processor time of a
 * process. Concurrent programs have their own classes, since static state, such as the log, belongs to one program.
 *
 * <p>Such a program gets no signals, has no terminal, cannot be killed, and works in the working directory of the
 * tests.
 */
final class ProgramInProcess extends Process {
    private static final Queue<Method> IDLE = new ConcurrentLinkedQueue<>();

    private final FutureTask<Integer> running;

    private ProgramInProcess(FutureTask<Integer> running) {
        this.running = running;
    }

    /** Starts a command of the distribution in a folder. */
    static Process start(Path home, Map<String, String> environment, Path out, Path err, List<String> arguments) {
        FutureTask<Integer> running = new FutureTask<>(() -> run(home, environment, out, err, arguments));
        Thread thread = new Thread(running, "qmaster " + arguments);
        thread.setDaemon(true);
        thread.start();
        return new ProgramInProcess(running);
    }

    private static int run(
            Path home, Map<String, String> environment, Path outFile, Path errFile, List<String> arguments)
            throws Exception {
        Method idle = IDLE.poll();
        Method program = idle != null ? idle : loaded(home);
        Thread.currentThread().setContextClassLoader(program.getDeclaringClass().getClassLoader());
        try (OutputStream out = Files.newOutputStream(outFile);
                OutputStream err = Files.newOutputStream(errFile)) {
            return (int) program.invoke(null, Map.copyOf(environment), out, err, arguments.toArray(String[]::new));
        } finally {
            IDLE.add(program);
        }
    }

    private static Method loaded(Path home) throws IOException, ReflectiveOperationException {
        List<URL> classes = new ArrayList<>();
        classes.add(ProgramInProcess.class.getProtectionDomain().getCodeSource().getLocation());
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                classes.add(jar.toUri().toURL());
            }
        }
        ClassLoader loader = new URLClassLoader(classes.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        // The first class of a package determines its version: use one from the program's jar.
        Class.forName("io.qmaster.cli.Main", false, loader);
        return Class.forName("io.qmaster.cli.ProgramRun", true, loader)
                .getMethod("run", Map.class, OutputStream.class, OutputStream.class, String[].class);
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return running.get();
        } catch (ExecutionException failed) {
            throw new AssertionError("the program could not be run", failed.getCause());
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            running.get(timeout, unit);
        } catch (TimeoutException goesOn) {
            return false;
        } catch (ExecutionException failed) {
            throw new AssertionError("the program could not be run", failed.getCause());
        }
        return true;
    }

    @Override
    public int exitValue() {
        if (!running.isDone()) {
            throw new IllegalThreadStateException("the program still runs");
        }
        try {
            return waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public void destroy() {
        throw new UnsupportedOperationException("a program in this process cannot be killed");
    }

    @Override
    public Process destroyForcibly() {
        destroy();
        return this;
    }
}
