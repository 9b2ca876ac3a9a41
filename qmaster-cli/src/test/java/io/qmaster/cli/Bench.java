package io.qmaster.cli;

import io.qmaster.cli.command.Adapters;
import io.qmaster.cli.command.InstalledPrograms;
import io.qmaster.cli.command.Night;
import io.qmaster.cli.command.Signals;
import io.qmaster.cli.command.SimulatedRun;
import io.qmaster.cli.command.Wakefulness;
import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.webhook.Post;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the program in this process with a backend that the test chooses, one run after the other, with one journal. */
final class Bench {
    static final String SETTING = "<setting name=\"Plain\"><encoder name=\"QT\"><file-extension>mov</file-extension>"
            + "</encoder></setting>";

    final Path folder;
    final MemoryJournal journal = new MemoryJournal();
    SubmissionJournal journalOfProgram = journal;
    final Map<String, String> environment = new HashMap<>();
    Post post = (webhook, notice, signature) -> {
        throw new AssertionError("this test expects nothing to be sent");
    };
    int timesAwake;
    Wakefulness wakefulness = () -> timesAwake++;
    final List<Integer> left = new ArrayList<>();
    private final @Nullable Backend backend;
    private @Nullable Consumer<Signals.Signal> receiver;
    private String stdin = "";

    Bench(Path folder, @Nullable Backend backend) {
        this.folder = folder;
        this.backend = backend;
        environment.put("HOME", folder.resolve("home").toString());
    }

    /** The result of a run. */
    record Run(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        /** The answer, if it is one document. */
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The event lines. */
        List<JsonNode> events() {
            return out.lines().map(JsonMapper.shared()::readTree).toList();
        }

        List<String> eventNames() {
            return events().stream().map(event -> event.get("event").asString()).toList();
        }

        /** The failure on stderr, if it is JSON. */
        JsonNode error() {
            return JsonMapper.shared().readTree(err).get("error");
        }
    }

    Run run(String... arguments) {
        return run(new ByteArrayOutputStream(), arguments);
    }

    /** Runs a command with another stdout. */
    Run run(OutputStream out, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(out, err);
        Program program = new Program(
                Map.copyOf(environment),
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                console,
                new BackendOfTest(),
                newReceiver -> receiver = newReceiver,
                (code, lastWord) -> {
                    console.leave(lastWord);
                    left.add(code);
                });
        int code = program.run(arguments);
        // The program leaves the thread interrupted; a process would end here.
        Thread.interrupted();
        String answer = out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
        Run run = new Run(code, answer, err.toString(StandardCharsets.UTF_8));
        if (List.of(arguments).contains("--json")) {
            DocumentSchema.check(run);
        }
        return run;
    }

    /** Submits the clip; more arguments may follow. */
    Run submit(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "submit", clip().toString(), "--setting", setting().toString(), "--destination-dir", out().toString()));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    Bench stdin(String text) {
        stdin = text;
        return this;
    }

    /** Acts as if the process got a signal. Works only while a command receives signals. */
    void signal(Signals.Signal signal) {
        Consumer<Signals.Signal> known = receiver;
        if (known != null) {
            known.accept(signal);
        }
    }

    Path clip() {
        return file("clip.mov", "a movie");
    }

    Path setting() {
        return file("plain.compressorsetting", SETTING);
    }

    /** Creates a setting with its own name. */
    Path setting(String name) {
        return file(name + ".compressorsetting", SETTING.replace("Plain", name));
    }

    Path out() {
        return folder.resolve("out");
    }

    /** Creates a file with this content; an existing one is left unchanged, since its time matters. */
    Path file(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.exists(file) ? file : Files.writeString(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private final class BackendOfTest implements Adapters {
        @Override
        public Backend backend(Configuration configuration) {
            return backend;
        }

        @Override
        public SubmissionJournal journal(Configuration configuration) {
            return journalOfProgram;
        }

        @Override
        public SimulatedRun simulated(String scenario, String batches) {
            return new CompositionRoot().simulated(scenario, batches);
        }

        @Override
        public Night night(List<JournalEntry> entries, Instant since, Instant now) {
            return new CompositionRoot().night(entries, since, now);
        }

        @Override
        public InstalledPrograms installed(Path place, String generation, Configuration configuration)
                throws InterruptedException {
            return new CompositionRoot().installed(place, generation, configuration);
        }

        @Override
        public OutputProbe probe(Map<String, String> variables, Timekeeper time) {
            return CompositionRoot.ffprobe(variables, time);
        }

        @Override
        public Post post(Timekeeper time) {
            return post;
        }

        @Override
        public Wakefulness wakefulness() {
            return wakefulness;
        }
    }
}
