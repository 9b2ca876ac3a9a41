package io.qmaster.domain;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A resolved request: one cluster, final paths, final name. It is what the journal stores, the engine receives and a
 * preview shows. For authors of backends and journals, and for library consumers in events. Immutable and thread-safe.
 *
 * @param submissionId our own id
 * @param cluster where this attempt runs
 * @param requestedCluster the cluster that the user asked for
 * @param priority the priority
 * @param name the name for the engine: the user's part, shortened if it is long, and the token
 * @param exactName whether the name has no token
 * @param targets what to encode, at least one
 * @param labels the caller's own key-value pairs
 * @param requestId the caller's id of the request
 * @param existingOutput what happens to a file that already exists where an output will be written
 * @param publication how outputs reach their final place
 * @param standing the files that already existed before the engine was called, of those that could be taken for an
 *     output; a file that is not among them, or has another identity now, was created later
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
    /** The longest name, in characters, that an engine is expected to show in full. */
    public static final int LONGEST_KEPT_NAME = 64;

    private static final int SHORTEST_KEPT_NAME = 32;
    private static final Pattern TOKEN = Pattern.compile("(?<![0-9a-z])[0-9a-z]{10}(?![0-9a-z])");
    private static final Pattern CUT_MARK = Pattern.compile("(…|\\.\\.\\.)$");

    /** @throws IllegalArgumentException if there are no targets */
    public BatchOrder {
        targets = List.copyOf(targets);
        labels = Labels.checked(labels);
        standing = Map.copyOf(standing);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("an order needs at least one target");
        }
    }

    /** An order whose existing files have not been recorded yet. */
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

    /** The same order with other targets, which differ in the marks of their sources. */
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

    /** The same order with the files that already exist. */
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

    /** Whether it runs on another cluster than the user asked for. */
    public boolean fellBack() {
        return !cluster.equals(requestedCluster);
    }

    /**
     * Whether a name that the engine shows belongs to this order.
     *
     * <p>An engine can shorten a name, replace its brackets or normalise it. So only the token decides; a second token
     * after it means another submission that was named after the first one. An exact name must be equal in Unicode form
     * NFC, or a prefix of at least 32 characters if the name is longer than an engine keeps.
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
     * The job that encodes a target: the engine returns ids in the order of submission, and targets of one source can
     * share one id (Compressor 5 field reports, 2026). Empty if the number of ids matches neither the targets nor the
     * sources.
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
