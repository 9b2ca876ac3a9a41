package io.qmaster.domain;

import java.util.Optional;

/**
 * Supplies the passwords of clusters with an address. A {@link Cluster.Address} contains none, so that no password is
 * stored, logged or serialised.
 *
 * <pre>{@code
 * ClusterLogin login = ClusterLogin.parse(text);   // user:password@host:port
 * try (Qmaster qmaster = Qmaster.builder(backend).credentials(login).build()) {
 *     qmaster.submit(request.cluster(login.cluster()).build());
 * }
 * }</pre>
 *
 * <p>Implemented by library consumers. Called each time an engine needs a password, on the thread that calls the
 * engine: an implementation must be thread-safe and must not block.
 */
@FunctionalInterface
public interface Credentials {
    /** No passwords. */
    Credentials NONE = cluster -> Optional.empty();

    /**
     * Returns the password of a cluster.
     *
     * @param cluster the cluster
     * @return its password, possibly an empty one; empty if it is unknown
     */
    Optional<Secret> password(Cluster.Address cluster);

    /**
     * Combines these credentials with others.
     *
     * @param others queried where these have no password
     * @return the combination
     */
    default Credentials or(Credentials others) {
        return cluster -> password(cluster).or(() -> others.password(cluster));
    }

    /**
     * Whether a cluster can be used: it has no address, or its password is known.
     *
     * @param cluster any cluster
     * @return whether no password is missing
     */
    default boolean suffice(Cluster cluster) {
        return !(cluster instanceof Cluster.Address address)
                || password(address).isPresent();
    }
}
