package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.Value;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.Json;
import io.qmaster.cli.output.Table;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

/** Shows the effective configuration. */
@Command(
        name = "config",
        description = "Shows the effective configuration and where each value comes from; secrets are masked.",
        footer = {
            "",
            "The config file is a JSON object with these keys, such as {\"backend\": \"simulator\", \"poll\": \"5s\"}.",
            "clusterIdFile and clusterId stand for cluster. Relative paths in it start at its own folder."
        })
final class ConfigCommand implements Task {
    @Override
    public ExitCode run(Invocation invocation) {
        Configuration configuration = invocation.configuration();
        print(invocation.console(), configuration, configuration.values());
        return ExitCode.DONE;
    }

    private static void print(Console console, Configuration configuration, Map<String, Optional<Value>> values) {
        if (console.isJson()) {
            console.answer(document(configuration, values));
            return;
        }
        Table table = new Table("KEY", "VALUE", "FROM");
        table.row("config", configuration.file().toString(), configuration.fileIsThere() ? "read" : "not there");
        values.forEach((key, value) -> table.row(
                key,
                value.map(Value::text).orElse("-"),
                value.map(Value::origin).orElse("-")));
        table.lines().forEach(console::answer);
    }

    private static ObjectNode document(Configuration configuration, Map<String, Optional<Value>> values) {
        ObjectNode document = Json.object();
        document.put("configFile", configuration.file().toString());
        document.put("configFileRead", configuration.fileIsThere());
        ObjectNode effective = document.putObject("values");
        values.forEach((key, value) -> {
            ObjectNode entry = effective.putObject(key);
            entry.set("value", Json.text(value.map(Value::text)));
            entry.set("from", Json.text(value.map(known -> known.level().name().toLowerCase(Locale.ROOT))));
            entry.set("place", Json.text(value.map(Value::place).filter(place -> !place.isEmpty())));
        });
        return document;
    }
}
