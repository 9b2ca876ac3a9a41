package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.Value;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Table;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Shows the effective configuration. */
@Command(
        name = "config",
        description = "Shows the effective configuration and where each value comes from; secrets are masked.",
        footer = {
            "",
            "The config file is a JSON object with these keys, such as {\"backend\": \"simulator\", \"poll\": \"5s\"}.",
            "clusterIdFile and clusterId can replace cluster. Relative paths in it are relative to its folder."
        })
final class ConfigCommand implements Task {
    @Override
    public ExitCode run(Invocation invocation) {
        Configuration configuration = invocation.configuration();
        Console console = invocation.console();
        if (console.isJson()) {
            console.answerDocument(Document.of(configuration));
            return ExitCode.DONE;
        }
        Table table = new Table("KEY", "VALUE", "FROM");
        table.row("config", configuration.file().toString(), configuration.fileIsThere() ? "read" : "not there");
        configuration
                .values()
                .forEach((key, value) -> table.row(
                        key,
                        value.map(Value::text).orElse("-"),
                        value.map(Value::origin).orElse("-")));
        table.lines().forEach(console::answer);
        return ExitCode.DONE;
    }

    record Document(Path configFile, boolean configFileRead, Map<String, Entry> values) {
        static Document of(Configuration configuration) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            configuration.values().forEach((key, value) -> entries.put(key, Entry.of(value)));
            return new Document(configuration.file(), configuration.fileIsThere(), entries);
        }
    }

    record Entry(Optional<String> value, Optional<String> from, Optional<String> place) {
        static Entry of(Optional<Value> value) {
            return new Entry(
                    value.map(Value::text),
                    value.map(known -> known.level().name().toLowerCase(Locale.ROOT)),
                    value.map(Value::place).filter(place -> !place.isEmpty()));
        }
    }
}
