package io.qmaster.compressor;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.Capability;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The optional capabilities that an order needs.
 *
 * @param words for each capability, what the order needs it for
 */
record Needs(Map<Capability, String> words) {
    static Needs of(BatchOrder order) {
        Map<Capability, String> words = new EnumMap<>(Capability.class);
        if (order.cluster() instanceof Cluster.Address) {
            words.put(Capability.CLUSTER_ADDRESS, "take the address of a cluster");
        }
        for (Target target : order.targets()) {
            if (target.options().hasTimeRange()) {
                words.put(Capability.TIME_RANGE, "encode a part of a source or set the first timecode");
            }
            if (target.options().hasSideFiles()) {
                words.put(Capability.SIDE_FILES, "take files of chapters, annotations or captions");
            }
            if (target.options().imageSequence().isPresent()) {
                words.put(Capability.IMAGE_SEQUENCE_SOURCE, "take a folder of frames as a source");
            }
        }
        return new Needs(words);
    }

    /** What the order needs and a generation lacks, as the end of "cannot …"; empty if it has all capabilities. */
    Optional<String> missingIn(Dialect dialect) {
        return words.entrySet().stream()
                .filter(need -> !dialect.capabilities().contains(need.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
