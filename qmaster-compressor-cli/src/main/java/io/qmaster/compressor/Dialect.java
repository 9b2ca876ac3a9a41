package io.qmaster.compressor;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Secret;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.Capability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One generation of Apple's command lines: its capabilities, and the arguments of submissions, queries and commands.
 * Used in a {@link CompressorConfiguration}. Immutable and thread-safe.
 */
public enum Dialect {
    /**
     * Compressor 2 to 3.5 and 4.0, with a Batch Monitor of its own (Compressor 4 User Manual, "Using the Command Line";
     * the Python module qmaster of 2011). Batches can only be queried one at a time: how to list all is not known.
     * Apple's Batch Monitor manual mentions cancelling, but no flags for it.
     */
    FINAL_CUT_STUDIO("-clustername", "-destinationpath", "-clustername"),
    /** Compressor 4.1 to 4.x (Compressor User Guide 4.1 to 4.5, "Use the command line"; its {@code -help}). */
    COMPRESSOR_4("-computergroup", "-locationpath", "-computergroup"),
    /** Compressor 5, which can answer in JSON ({@code -help} of 5.4; field reports of 2026). */
    COMPRESSOR_5("-computergroup", "-locationpath", "-outputformat");

    private static final Set<Capability> OF_FINAL_CUT_STUDIO = Set.of(
            Capability.CLUSTER_NAME,
            Capability.CLUSTER_ADDRESS,
            Capability.TIME_RANGE,
            Capability.SIDE_FILES,
            Capability.ENCODES);

    private static final Set<Capability> OF_COMPRESSOR = Set.of(
            Capability.LIST,
            Capability.CONTROL,
            Capability.JOB_CONTROL,
            Capability.CLUSTER_NAME,
            Capability.TIME_RANGE,
            Capability.SIDE_FILES,
            Capability.ENCODES,
            // Documented for Compressor 4.1 and later only.
            Capability.IMAGE_SEQUENCE_SOURCE);

    private static final Pattern NO_FLAG = Pattern.compile("[^-A-Za-z]+");

    private final String clusterFlag;
    private final String outputFlag;
    private final String telltale;

    Dialect(String clusterFlag, String outputFlag, String telltale) {
        this.clusterFlag = clusterFlag;
        this.outputFlag = outputFlag;
        this.telltale = telltale;
    }

    /**
     * The name in messages and configurations: {@code final-cut-studio}, {@code compressor-4} or {@code compressor-5}.
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The generation of a {@link #word()}, in any letter case.
     *
     * @throws IllegalArgumentException if there is no such generation
     */
    public static Dialect of(String word) {
        return Stream.of(values())
                .filter(dialect -> dialect.word().equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a generation is "
                        + Stream.of(values()).map(Dialect::word).collect(Collectors.joining(", ")) + ", not \"" + word
                        + "\""));
    }

    /** The generation that prints this {@code -help}, if it is one of Compressor. */
    public static Optional<Dialect> ofHelp(String help) {
        Set<String> words = NO_FLAG.splitAsStream(help).collect(Collectors.toSet());
        return Stream.of(COMPRESSOR_5, COMPRESSOR_4, FINAL_CUT_STUDIO)
                .filter(dialect -> words.contains(dialect.telltale))
                .findFirst();
    }

    /** Whether another generation has the same flags for the cluster and the output. */
    boolean hasFlagsOf(Dialect other) {
        return clusterFlag.equals(other.clusterFlag) && outputFlag.equals(other.outputFlag);
    }

    /** The optional capabilities of this generation. */
    public Set<Capability> capabilities() {
        return this == FINAL_CUT_STUDIO ? OF_FINAL_CUT_STUDIO : OF_COMPRESSOR;
    }

    /** Whether a separate program, Batch Monitor, is queried for status. */
    public boolean hasBatchMonitor() {
        return this == FINAL_CUT_STUDIO;
    }

    /** The formats of answers to submissions, best first. */
    List<AnswerFormat> submissionFormats() {
        return this == COMPRESSOR_5
                ? List.of(AnswerFormat.OUTPUT_FORMAT_JSON, AnswerFormat.LEGACY)
                : List.of(AnswerFormat.LEGACY);
    }

    /** The formats of answers to status queries, best first. */
    List<AnswerFormat> statusFormats() {
        return this == COMPRESSOR_5
                ? List.of(AnswerFormat.OUTPUT_FORMAT_JSON, AnswerFormat.FORMAT_JSON, AnswerFormat.LEGACY)
                : List.of(AnswerFormat.LEGACY);
    }

    /** The command that submits an order. */
    Command submission(Path compressor, BatchOrder order, Credentials credentials, AnswerFormat format) {
        Command command = at(order.cluster(), credentials, Command.of(compressor))
                .with("-batchname", order.name(), "-priority", order.priority().word());
        for (Target target : order.targets()) {
            command = command.with(job(target));
        }
        return command.with(format.trailingFlags());
    }

    /** The command that queries one batch. The monitor is Compressor itself where there is no Batch Monitor. */
    Command statusQuery(Path monitor, BatchReference batch, Credentials credentials, AnswerFormat format) {
        return hasBatchMonitor()
                // With "-query 0" it answers once (the Python module qmaster of 2011).
                ? at(batch.cluster(), credentials, Command.of(monitor))
                        .with("-batchid", batch.id().value(), "-query", "0")
                : Command.of(monitor)
                        .with("-monitor")
                        .with(format.monitorFlags())
                        .with("-batchid", batch.id().value(), "-once")
                        .with(format.trailingFlags());
    }

    /** The command that lists every batch; needs {@link Capability#LIST}. */
    Command listing(Path monitor, AnswerFormat format) {
        return Command.of(monitor)
                .with("-monitor")
                .with(format.monitorFlags())
                .with("-once")
                .with(format.trailingFlags());
    }

    /** The command that queries one job, which the answer names with its batch; needs {@link Capability#LIST}. */
    Command statusQuery(Path monitor, JobId job, AnswerFormat format) {
        return Command.of(monitor)
                .with("-monitor")
                .with(format.monitorFlags())
                .with("-jobid", job.value(), "-once")
                .with(format.trailingFlags());
    }

    /** The command that cancels, pauses or resumes a batch; needs {@link Capability#CONTROL}. */
    Command control(Path compressor, BatchId batch, ControlAction action) {
        return Command.of(compressor).with(flag(action), "-batchid", batch.value());
    }

    /**
     * The command that cancels, pauses or resumes one job; needs {@link Capability#JOB_CONTROL}. {@code -jobid} instead
     * of {@code -batchid} applies to that job alone ({@code -help} of 4.x and 5.4).
     */
    Command control(Path compressor, JobId job, ControlAction action) {
        return Command.of(compressor).with(flag(action), "-jobid", job.value());
    }

    private static String flag(ControlAction action) {
        return switch (action) {
            case CANCEL -> "-kill";
            case PAUSE -> "-pause";
            case RESUME -> "-resume";
        };
    }

    private Command at(Cluster cluster, Credentials credentials, Command command) {
        if (cluster instanceof Cluster.Named named) {
            return command.with(clusterFlag, named.name());
        }
        if (cluster instanceof Cluster.Address address) {
            Secret password = credentials.password(address).orElseThrow(() -> withoutPassword(address));
            // User and password, as HTTP's basic authentication and many logs join them.
            String login = address.user() + ":" + password.reveal();
            String whole = login + "@" + address.host() + ":" + address.port();
            // Batch Monitor's flag for an address is not documented: assumed to be that of the same generation's
            // Compressor.
            return command.withHidden("-clusterid", Secret.of(whole), address.displayName())
                    .hiding(Secret.of(login), address.user() + ":" + Secret.MASK)
                    .hiding(password, Secret.MASK);
        }
        // Final Cut Studio names the machine itself "This Computer"; later generations use it if no group is named.
        return this == FINAL_CUT_STUDIO ? command.with(clusterFlag, Cluster.THIS_COMPUTER_NAME) : command;
    }

    private static EngineUnavailableException withoutPassword(Cluster.Address address) {
        return new EngineUnavailableException(Failure.withoutSubmission(
                        "PASSWORD_UNKNOWN", "the password of the cluster " + address.displayName() + " is not known")
                .hint("give its address again, with the password"));
    }

    private List<String> job(Target target) {
        List<String> words = new ArrayList<>(List.of(
                "-jobpath",
                source(target),
                "-settingpath",
                absolute(target.setting().file()),
                outputFlag,
                absolute(target.workPath())));
        JobOptions options = target.options();
        options.captions().ifPresent(file -> words.addAll(List.of("-scc", absolute(file))));
        options.startOffset().ifPresent(at -> words.addAll(List.of("-startoffset", at.toString())));
        options.in().ifPresent(at -> words.addAll(List.of("-in", at.toString())));
        options.out().ifPresent(at -> words.addAll(List.of("-out", at.toString())));
        options.annotations().ifPresent(file -> words.addAll(List.of("-annotations", absolute(file))));
        options.chapters().ifPresent(file -> words.addAll(List.of("-chapters", absolute(file))));
        return words;
    }

    /**
     * The source unchanged, never URL-encoded: Compressor 5.4 decodes nothing and would look for a file named
     * {@code a%20b}. The parameters of an image sequence still follow a question mark.
     */
    private static String source(Target target) {
        List<String> parameters = new ArrayList<>();
        target.options().imageSequence().ifPresent(frames -> {
            frames.frameRate().ifPresent(rate -> parameters.add("frameRate=" + rate.toPlainString()));
            frames.audio().ifPresent(file -> parameters.add("audio=" + absolute(file)));
        });
        String path = absolute(target.source());
        return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
    }

    /** An absolute path cannot be taken for a flag, which begins with a dash. */
    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }

    /** A part of an order that cannot be passed safely as an argument, as the end of "cannot …". */
    static Optional<String> inexpressible(BatchOrder order) {
        return order.targets().stream()
                .flatMap(target -> Stream.concat(
                        Stream.of(target.source())
                                .filter(source -> source.toString().contains("?")),
                        target.options().imageSequence().flatMap(ImageSequenceInput::audio).stream()
                                .filter(audio -> audio.toString().contains("?")
                                        || audio.toString().contains("&"))))
                .findFirst()
                .map(path -> "hand over the path " + path
                        + ", since it takes what follows a \"?\" or \"&\" for a parameter");
    }
}
