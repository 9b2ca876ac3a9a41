package io.qmaster.compressor;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The ids of the batch and its jobs in Compressor's answer to a submission. For users who run Compressor themselves;
 * the engine uses it, too.
 *
 * <pre>{@code
 * SubmissionAnswer answer = SubmissionAnswer.parse(stdout, stderr);
 * answer.batchId().ifPresent(id -> System.out.println("queued as " + id));
 * }</pre>
 *
 * <p>An id is the only sign of success: exit code 0 is not, nor is the absence of errors. Ids in an error message do
 * not count, since it repeats file names. Immutable and thread-safe.
 *
 * @param batchId the id of the batch; the first if the answer contains several
 *
 * @param jobIds the ids of its jobs in the order of the answer; empty without a batch id or with several, since the
 *     answer does not assign jobs to batches
 * @param otherBatchIds further batch ids; if there are any, the answer alone does not show which batch was queued
 */
public record SubmissionAnswer(Optional<BatchId> batchId, List<JobId> jobIds, List<BatchId> otherBatchIds) {
    /** Copies the ids. */
    public SubmissionAnswer {
        jobIds = List.copyOf(jobIds);
        otherBatchIds = List.copyOf(otherBatchIds);
    }

    /** An answer with the id of at most one batch. */
    public SubmissionAnswer(Optional<BatchId> batchId, List<JobId> jobIds) {
        this(batchId, jobIds, List.of());
    }

    /** The ids in one output, in one format. */
    private record Ids(List<BatchId> batches, List<JobId> jobs) {}

    /**
     * Finds the ids in the outputs of a submission, among any other text. Never fails: without an id the answer is
     * empty.
     *
     * <p>Legacy ids are on stderr, after the prefix of the system's log (seen with Compressor 4), with Compressor 5 on
     * either output; JSON is on stdout.
     */
    public static SubmissionAnswer parse(String stdout, String stderr) {
        List<Ids> found = Stream.<Function<String, Ids>>of(SubmissionAnswer::ofJson, SubmissionAnswer::ofMarkup)
                .flatMap(form -> Stream.of(stdout, stderr).map(form))
                .filter(ids -> !ids.batches().isEmpty())
                .toList();
        List<BatchId> batches =
                found.stream().flatMap(ids -> ids.batches().stream()).distinct().toList();
        return switch (batches.size()) {
            case 0 -> new SubmissionAnswer(Optional.empty(), List.of());
            case 1 ->
                new SubmissionAnswer(Optional.of(batches.get(0)), found.get(0).jobs());
            default -> new SubmissionAnswer(Optional.of(batches.get(0)), List.of(), batches.subList(1, batches.size()));
        };
    }

    private static Ids ofJson(String output) {
        List<String> batches = new ArrayList<>();
        List<String> jobs = new ArrayList<>();
        JsonPieces.read(output, new JsonPieces.Reader() {
            @Override
            public void piece(JsonParser parser) {
                List<String> ofBatches = new ArrayList<>();
                List<String> ofJobs = new ArrayList<>();
                collect(parser, ofBatches, ofJobs);
                batches.addAll(ofBatches);
                jobs.addAll(ofJobs);
            }

            @Override
            public void skipped(String text) {
                // Ids in other text do not count.
            }
        });
        return of(batches.stream(), jobs.stream());
    }

    private static void collect(JsonParser parser, List<String> batches, List<String> jobs) {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && "batchid".equalsIgnoreCase(parser.currentName())) {
                batches.add(parser.getString());
            } else if (token == JsonToken.VALUE_STRING && "jobid".equalsIgnoreCase(parser.currentName())) {
                jobs.add(parser.getString());
            }
        }
    }

    private static Ids ofMarkup(String output) {
        String spoken = OutputLine.of(output)
                .map(OutputLine::words)
                .filter(words -> Refusal.kindOf(words).isEmpty())
                .collect(Collectors.joining("\n"));
        Markup markup = Markup.of(spoken);
        Predicate<String> acceptable = text -> batchId(text).isPresent();
        return of(markup.batchIds(acceptable), markup.jobIds(acceptable));
    }

    private static Ids of(Stream<String> batches, Stream<String> jobs) {
        return new Ids(
                batches.flatMap(text -> batchId(text).stream()).toList(),
                jobs.flatMap(text -> batchId(text).stream())
                        .map(id -> new JobId(id.value()))
                        .toList());
    }

    private static Optional<BatchId> batchId(String text) {
        try {
            return Optional.of(new BatchId(text.strip()));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
