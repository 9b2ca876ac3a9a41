package io.qmaster.domain;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The status that an engine reports for a batch or a job: the state, and the engine's own text for it.
 *
 * <p>A backend maps the status texts of its engine to a {@link BatchState}; nothing else interprets them. A backend for
 * an engine with the texts of Apple Qmaster uses {@link #ofQmaster}; any other maps its own:
 *
 * <pre>{@code
 * new StatusText(BatchState.SUCCESSFUL, "Completed")
 * }</pre>
 *
 * <p>For library consumers and authors of backends. Immutable and thread-safe.
 *
 * @param state what the text means; {@link BatchState#UNKNOWN} if the backend does not know it
 * @param raw the text as the engine wrote it
 * @param reason why the batch or job failed, if the engine reported a reason
 */
public record StatusText(BatchState state, String raw, Optional<String> reason) {
    /** Shared instances of the usual texts, since thousands of batches may be watched. */
    private static final Map<String, StatusText> COMMON = Stream.of(
                    "Waiting", "Waiting ", "Processing", "PostProcessing", "Hold", "Successful", "Cancelled")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), StatusText::parsed));

    /** @throws NullPointerException if a component is null */
    public StatusText {
        Nulls.refuse(StatusText.class, state, raw, reason);
    }

    /** A status without a reason. */
    public StatusText(BatchState state, String raw) {
        this(state, raw, Optional.empty());
    }

    /**
     * The meaning of a status text of Apple Qmaster, such as {@code Waiting } or
     * {@code Failed: 2x job controller down}.
     *
     * <p>Surrounding white space and letter case are ignored: Final Cut Studio's Batch Monitor prints {@code Waiting }
     * with a trailing space (observed). Apple's manuals spell {@code Canceled}, the program {@code Cancelled}; both are
     * accepted. The text after {@code Failed:} is the reason. Any other text is {@link BatchState#UNKNOWN}.
     */
    public static StatusText ofQmaster(String raw) {
        StatusText common = COMMON.get(raw);
        return common == null ? parsed(raw) : common;
    }

    private static StatusText parsed(String raw) {
        String text = raw.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("failed:")) {
            String reason = raw.substring(raw.indexOf(':') + 1).strip();
            return new StatusText(BatchState.FAILED, raw, Optional.of(reason).filter(words -> !words.isEmpty()));
        }
        BatchState state = switch (text) {
            case "waiting" -> BatchState.WAITING;
            case "processing" -> BatchState.PROCESSING;
            case "postprocessing" -> BatchState.POST_PROCESSING;
            case "hold" -> BatchState.HOLD;
            case "cancelled", "canceled" -> BatchState.CANCELLED;
            case "successful" -> BatchState.SUCCESSFUL;
            case "failed" -> BatchState.FAILED;
            default -> BatchState.UNKNOWN;
        };
        return new StatusText(state, raw);
    }

    @Override
    public String toString() {
        return raw;
    }
}
