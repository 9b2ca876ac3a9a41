package io.qmaster.domain;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request resolved once and for all: one cluster, final paths, final name. What is journaled, sent and previewed.
 * Immutable and thread-safe.
 *
 * @param submissionId our own id
 * @param cluster where this attempt runs
 * @param requestedCluster where the user wanted it
 * @param priority how soon
 * @param name the name that the engine is given: the user's part, shortened if it is long, and the token
 * @param exactName whether the name holds no token
 * @param targets what to encode, at least one
 * @param labels the caller's own key-value pairs
 * @param requestId the caller's id of the request
 * @param existingOutput what happens to what stands where an output will be written
 * @param publication how outputs come to their place
 * @param standing which files were there already when the engine was asked, of those that could be taken for an output: what
 *     is not among them, or is another file by now, was made since
 */
public record BatchOrder(
        SubmissionId submissionId,
        Cluster cluster,
        Cluster requestedCluster,
        Priority priority,
        String name,
        boolean exactName,
        List<Target> targets,
        Map<String, String> labels,
        Optional<String> requestId,
        ExistingOutput existingOutput,
        Publication publication,
        Map<Path, FileIdentity> standing) {
    /** The longest name in letters that an engine is expected to show whole. */
    public static final int LONGEST_KEPT_NAME = 64;

    private static final int SHORTEST_KEPT_NAME = 32;
    private static final Pattern TOKEN = Pattern.compile("(?<![0-9a-z])[0-9a-z]{10}(?![0-9a-z])");
    private static final Pattern CUT_MARK = Pattern.compile("(…|\\.\\.\\.)$");

    /** @throws IllegalArgumentException if there is nothing to encode */
    public BatchOrder {
        targets = List.copyOf(targets);
        labels = Labels.checked(labels);
        standing = Map.copyOf(standing);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("an order needs at least one target");
        }
    }

    /** An order before it was looked what is there already. */
    public BatchOrder(
            SubmissionId submissionId,
            Cluster cluster,
            Cluster requestedCluster,
            Priority priority,
            String name,
            boolean exactName,
            List<Target> targets,
            Map<String, String> labels,
            Optional<String> requestId,
            ExistingOutput existingOutput,
            Publication publication) {
        this(
                submissionId,
                cluster,
                requestedCluster,
                priority,
                name,
                exactName,
                targets,
                labels,
                requestId,
                existingOutput,
                publication,
                Map.of());
    }

    /** The same order at another cluster. */
    public BatchOrder at(Cluster other) {
        return new BatchOrder(
                submissionId,
                other,
                requestedCluster,
                priority,
                name,
                exactName,
                targets,
                labels,
                requestId,
                existingOutput,
                publication,
                standing);
    }

    /** The same order with other targets, of which the marks of sources differ. */
    public BatchOrder with(List<Target> others) {
        return new BatchOrder(
                submissionId,
                cluster,
                requestedCluster,
                priority,
                name,
                exactName,
                others,
                labels,
                requestId,
                existingOutput,
                publication,
                standing);
    }

    /** The same order, with the files that are there already. */
    public BatchOrder with(Map<Path, FileIdentity> alreadyThere) {
        return new BatchOrder(
                submissionId,
                cluster,
                requestedCluster,
                priority,
                name,
                exactName,
                targets,
                labels,
                requestId,
                existingOutput,
                publication,
                alreadyThere);
    }

    /** Whether it runs elsewhere than the user wanted. */
    public boolean fellBack() {
        return !cluster.equals(requestedCluster);
    }

    /**
     * Whether a name that the engine shows is that of this order.
     *
     * <p>An engine can shorten a name, put other brackets into it or write it in another Unicode form. So the token alone
     * decides; a second token after it is that of another submission, which was given the first one's name. An exact name
     * must be the same in any Unicode form, or the first 32 letters of it or more if the name is longer than an engine keeps.
     */
    public boolean isNamed(String shown) {
        String composed = composed(shown);
        return composed.equals(composed(name)) || (exactName ? isNameCutTo(composed) : holdsToken(shown));
    }

    private boolean isNameCutTo(String shown) {
        String whole = composed(name);
        String kept = CUT_MARK.matcher(shown).replaceFirst("");
        return whole.length() > LONGEST_KEPT_NAME && kept.length() >= SHORTEST_KEPT_NAME && whole.startsWith(kept);
    }

    private boolean holdsToken(String shown) {
        String plain = Normalizer.normalize(shown, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int at = plain.lastIndexOf(submissionId.token());
        return at >= 0
                && !TOKEN.matcher(plain)
                        .region(at + submissionId.token().length(), plain.length())
                        .find();
    }

    private static String composed(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    /** The sources in their order, each once. */
    public List<Path> sources() {
        return targets.stream().map(Target::source).distinct().toList();
    }

    /**
     * The job that encodes a target: ids come back in the order of submission, and targets of one source can share one id
     * (Compressor 5 field reports, 2026). Empty when the number of ids fits neither.
     */
    public Optional<JobId> jobOf(Target target, List<JobId> jobIds) {
        if (jobIds.size() == targets.size()) {
            return Optional.of(jobIds.get(target.index()));
        }
        List<Path> sources = sources();
        return jobIds.size() == sources.size()
                ? Optional.of(jobIds.get(sources.indexOf(target.source())))
                : Optional.empty();
    }
}
