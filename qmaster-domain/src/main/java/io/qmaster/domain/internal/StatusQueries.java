package io.qmaster.domain.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Divides batches into status queries that an engine can answer within one deadline. */
public final class StatusQueries {
    /** An engine that cannot list starts a program for each batch, which takes about a second. */
    private static final int MOST_WITHOUT_LISTING = 20;

    private StatusQueries() {}

    /**
     * The batches of each query.
     *
     * @param canList whether the engine can list: then all are queried together
     */
    public static <T> List<List<T>> of(Collection<T> batches, boolean canList) {
        List<T> all = List.copyOf(batches);
        int most = canList ? Integer.MAX_VALUE : MOST_WITHOUT_LISTING;
        List<List<T>> queries = new ArrayList<>();
        for (int from = 0; from < all.size(); from += Math.min(most, all.size())) {
            queries.add(all.subList(from, Math.min(all.size() - from, most) + from));
        }
        return queries;
    }
}
