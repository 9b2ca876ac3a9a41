package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.cli.command.QmasterCommand;
import io.qmaster.cli.config.GlobalOptions;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.contract.ScriptedBackend;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Invalid arguments and documents: each is refused with exit code 2 before anything happens. */
class UntrustedInputTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend().queues("B-1");
    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, backend);
    }

    /**
     * Every option and argument of every command that takes a value: the command, and the arguments that leave it
     * empty.
     */
    static Stream<List<String>> emptyArguments() {
        return commands(QmasterCommand.commandLine(new GlobalOptions()), List.of());
    }

    private static Stream<List<String>> commands(CommandLine line, List<String> name) {
        Stream<List<String>> own = line.getCommandSpec().options().stream()
                .filter(option -> option.arity().max() > 0)
                .map(option -> with(name, option.longestName() + "="));
        Stream<List<String>> positional = line.getCommandSpec().positionalParameters().stream()
                .map(PositionalParamSpec::index)
                .map(index -> {
                    List<String> words = new ArrayList<>(name);
                    for (int before = 0; before < index.min(); before++) {
                        words.add("x");
                    }
                    words.add("");
                    return words;
                });
        Stream<List<String>> below = line.getSubcommands().entrySet().stream()
                .flatMap(entry -> commands(entry.getValue(), with(name, entry.getKey())));
        return Stream.of(own, positional, below).flatMap(lines -> lines);
    }

    private static List<String> with(List<String> words, String last) {
        List<String> all = new ArrayList<>(words);
        all.add(last);
        return all;
    }

    @ParameterizedTest
    @MethodSource("emptyArguments")
    void anEmptyArgumentIsExitCode2(List<String> words) {
        assertThat(bench.run(words.toArray(String[]::new)).code()).isEqualTo(2);
    }

    @Test
    void anUnsetVariableAsSourceTakesNothing() {
        Bench.Run run = bench.run(
                "submit", "", "--recursive", "--setting", bench.setting().toString(), "--destination-dir", "out");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the argument SOURCE is empty", "check that the variable is set");
    }

    @Test
    void anUnsetVariableAsDestinationWritesNowhere() {
        Bench.Run run = bench.submit("--destination-dir", "");

        assertThat(run.code()).isEqualTo(2);
        assertThat(backend.submitted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jobs\": [{\"source\": \"\", \"setting\": \"x\", \"destination\": \"x\"}]}",
                "{\"destinationDir\": \" \", \"jobs\": [{\"source\": \"x\"}]}",
                "{\"setting\": \"\", \"destinationDir\": \"x\", \"jobs\": [{\"source\": \"x\"}]}",
                "{\"jobs\": [{\"source\": \"x\", \"setting\": \"\", \"destination\": \"x\"}]}",
                "{\"batchName\": \"\", \"jobs\": [{\"source\": \"x\"}]}",
                "{\"requestId\": \" \", \"jobs\": [{\"source\": \"x\"}]}",
                "{\"priority\": \"\", \"jobs\": [{\"source\": \"x\"}]}",
                "{\"jobs\": [{\"source\": \"x\", \"setting\": \"x\", \"destination\": \"x\", \"in\": \"\"}]}"
            })
    void anEmptyTextInADocumentIsExitCode2(String document) {
        Bench.Run run = bench.stdin(document).run("submit", "--from", "-");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("must not be empty");
    }

    static Stream<String> documents() {
        String deep = "[".repeat(100_000);
        return Stream.of(
                "",
                " ",
                deep,
                "{\"jobs\":" + deep,
                "{\"a\":".repeat(100_000),
                deep + "]".repeat(100_000),
                "{\"jobs\": " + "9".repeat(1_000_000) + "}",
                "{\"jobs\": 1e" + "9".repeat(100) + "}",
                "{\"jobs\": [{\"source\": \"x\", \"imageSequence\": true, \"frameRate\": 1e-999999999}]}",
                "{\"jobs\": [{\"source\": \"x\", \"imageSequence\": true, \"frameRate\": 1e999999999}]}",
                "{\"" + "k".repeat(100_000) + "\": 1}",
                "[" + "1,".repeat(1_000_000) + "1]",
                "{\"backend\": \"simulator\", \"backend\": \"simulator\"}",
                "{\"jobs\": [], \"jobs\": []}",
                "{} {}",
                "{\"seed\": NaN}",
                "{\"seed\": -Infinity}",
                "{\"seed\": +1}",
                "{\"seed\": .5}",
                "{\"seed\": 01}",
                "{seed: 1}",
                "{'seed': 1}",
                "{\"seed\": 1,}",
                "// a comment\n{}",
                "# a comment\n{}",
                "{\"seed\": \"\\x\"}",
                "{\"seed\": \"a\nb\"}",
                "{\"jobs\": [1]}",
                "null",
                "\u0000");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aRequestThatIsNoneIsExitCode2(String document) {
        Bench.Run run = bench.stdin(document).run("submit", "--from", "-");

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("qmaster: the request in standard input ")
                .hasLineCount(1);
        assertSaysNothingOfTheLibrary(run);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aConfigFileThatIsNoneIsExitCode2(String document) {
        Path file = bench.file("config.json", document);

        Bench.Run run = bench.run("config", "--config", file.toString());

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("qmaster: the config file ").hasLineCount(1);
        assertSaysNothingOfTheLibrary(run);
    }

    private static void assertSaysNothingOfTheLibrary(Bench.Run run) {
        assertThat(run.err())
                .hasSizeLessThan(24 * 80)
                .doesNotContain(
                        "StreamReadConstraints",
                        "REDACTED",
                        "Source:",
                        "tools.jackson",
                        "Exception",
                        "Feature",
                        "`Json")
                .doesNotContain(".\"");
    }

    @ParameterizedTest
    @CsvSource({"list,--config", "submit,--from", "list,--cluster-id-file", "list,--log-file"})
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNamedPipeIsRefusedInsteadOfWaitedFor(String command, String option) throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor()
                == 0);

        Bench.Run run = bench.run(command, option, pipe.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(pipe.toString(), "a named pipe or a socket, not a regular file");
    }

    @Test
    void aDirectoryIsRefusedInPlainWords() {
        assertThat(bench.run("submit", "--from", folder.toString()).err())
                .contains("cannot be read: it is a directory");
    }

    @Test
    void aConfigFileOfMoreThanAMebibyteIsNotRead() {
        Path file = bench.file("config.json", " ".repeat(MEBIBYTE) + "{}");

        Bench.Run run = bench.run("config", "--config", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is larger than 1 MiB");
    }

    @Test
    void aDeviceWithoutAnEndIsNotReadIndefinitely() {
        Bench.Run run = bench.run("submit", "--from", "/dev/zero");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("it is a device, not a regular file");
    }

    /** The command lines that read a file as a whole; FILE is replaced by its path. */
    static Stream<String> readers() {
        return Stream.of(
                "list --config FILE",
                "submit --from FILE",
                "list --cluster-id-file FILE",
                "settings show FILE",
                "settings derive FILE --name New",
                "submit clip.mov --destination-dir out --setting FILE",
                "simulator run FILE --batches 1",
                "simulator run calm --batches FILE");
    }

    static Stream<Arguments> harmfulFiles() {
        List<String> kinds = List.of(
                "pipe",
                "device",
                "huge",
                "directory",
                "empty",
                "null",
                "nested JSON",
                "nested XML",
                "entities",
                "no text");
        return readers().flatMap(reader -> kinds.stream().map(kind -> Arguments.of(reader, kind)));
    }

    private Path harmful(String kind) throws Exception {
        Path file = folder.resolve("harmful");
        switch (kind) {
            case "pipe" ->
                assumeTrue(new ProcessBuilder("mkfifo", "-m", "600", file.toString())
                                .start()
                                .waitFor()
                        == 0);
            case "device" -> {
                return Path.of("/dev/zero");
            }
            case "huge" -> {
                try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                    sparse.setLength(200L * MEBIBYTE);
                }
            }
            case "directory" -> Files.createDirectory(file);
            case "empty" -> Files.createFile(file);
            case "null" -> Files.writeString(file, "null");
            case "nested JSON" -> Files.writeString(file, "[".repeat(MEBIBYTE));
            case "nested XML" ->
                Files.writeString(
                        file, "<setting name='x'>" + "<a>".repeat(200_000) + "</a>".repeat(200_000) + "</setting>");
            case "entities" ->
                Files.writeString(
                        file,
                        "<!DOCTYPE setting [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
                                + "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
                                + "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
                                + "<!ENTITY g '&f;&f;&f;&f;&f;&f;&f;&f;&f;'>]><setting><name>&g;&g;&g;</name></setting>");
            default -> Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0x80});
        }
        if (!kind.equals("pipe")) {
            Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString(kind.equals("directory") ? "rwx------" : "rw-------"));
        }
        return file;
    }

    @ParameterizedTest
    @MethodSource("harmfulFiles")
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsNoSmallFileOfItsKindIsRefusedInAScreen(String reader, String kind) throws Exception {
        bench.file("clip.mov", "a movie");
        String file = harmful(kind).toString();

        Bench.Run run =
                bench.run(reader.replace("clip.mov", folder.resolve("clip.mov").toString())
                        .replace(" out ", " " + folder.resolve("out") + " ")
                        .replace("FILE", file)
                        .split(" "));

        assertThat(run.code()).isIn(2, 3);
        assertThat(run.err())
                .hasSizeLessThan(2000)
                .doesNotContain("Exception", "Error:", "internal error", "java.", "tools.jackson");
    }

    @Test
    void aDocumentInAnotherCharsetIsExitCode2() throws Exception {
        Path file =
                Files.write(folder.resolve("latin.json"), "{\"jobs\": \"Ü\"}".getBytes(StandardCharsets.ISO_8859_1));

        Bench.Run run = bench.run("submit", "--from", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is not text in UTF-8");
    }

    @Test
    void aLabelThatADocumentGivesTwiceIsNamedInPlainWords() {
        Path document = bench.file("twice.json", "{\"labels\": {\"reel\": \"1\", \"reel\": \"2\"}, \"jobs\": []}");

        Bench.Run run = bench.run("submit", "--from", document.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("\"reel\" is given twice in one object").doesNotContain("Duplicate");
    }

    @Test
    void aLabelThatIsGivenTwiceIsExitCode2() {
        Bench.Run run = bench.submit("--label", "reel=1", "--label", "reel=2");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the label \"reel\" was given twice");
        assertThat(backend.submitted()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reel", "=1"})
    void aLabelWithoutAKeyOrAValueIsExitCode2(String label) {
        assertThat(bench.submit("--label", label).code()).isEqualTo(2);
    }

    @Test
    void aLabelKeepsWhatFollowsItsFirstSign() {
        bench.submit("--label", "url=a=b", "--label", "none=");

        assertThat(backend.submitted().get(0).labels())
                .containsEntry("url", "a=b")
                .containsEntry("none", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOWER", "UPPER"})
    void theWordsOfOptionsAreTakenInAnyCase(String letters) {
        String[] words = {
            "--backend",
            "Compressor",
            "--generation",
            "Compressor-5",
            "--simulator-outputs",
            "Copied",
            "--log-format",
            "Text",
            "--priority",
            "High",
            "--fallback",
            "Never",
            "--publish",
            "Atomic"
        };
        String[] written = Arrays.stream(words)
                .map(word -> word.startsWith("--")
                        ? word
                        : letters.equals("UPPER")
                                ? word.toUpperCase(java.util.Locale.ROOT)
                                : word.toLowerCase(java.util.Locale.ROOT))
                .toArray(String[]::new);

        Bench.Run run = bench.submit(written);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(backend.submitted().get(0).priority()).isEqualTo(Priority.HIGH);
        assertThat(backend.submitted().get(0).publication()).isEqualTo(Publication.ATOMIC);
        assertThat(bench.run("list", "--state", letters.equals("UPPER") ? "WAITING" : "waiting")
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST_PROCESSING", "post-processing", "PostProcessing", "Post processing"})
    void aStateIsTakenHoweverItsWordsAreJoined(String state) {
        assertThat(bench.run("list", "--state", state).code()).isZero();
    }

    @Test
    void aWordThatIsNoneIsRefusedWithThoseThereAre() {
        assertThat(bench.submit("--publish", "now").err()).contains("must be direct or atomic, not \"now\"");
        assertThat(bench.run("list", "--state", "asleep").err())
                .contains("waiting or processing or post_processing")
                .contains("not \"asleep\"");
        assertThat(bench.submit("--image-sequence", "--frame-rate", "many").err())
                .contains("must be a number such as 23.976, not \"many\"");
    }

    @Test
    void aChoiceIsShownAsItIsDocumentedHoweverItWasWritten() {
        Path file = bench.file("config.json", "{\"backend\": \"SIMULATOR\"}");

        assertThat(bench.run("config", "--config", file.toString(), "--json")
                        .json()
                        .get("values")
                        .get("backend")
                        .get("value")
                        .asString())
                .isEqualTo("simulator");
    }
}
