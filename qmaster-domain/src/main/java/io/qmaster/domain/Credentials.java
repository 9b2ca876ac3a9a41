package io.qmaster.domain;

import java.util.Optional;

/**
 * Answers the passwords of clusters that are known by their address. A {@link Cluster.Address} holds none, so that no order,
 * batch or failure does, and nothing that is stored, logged or serialised.
 *
 * <pre>{@code
 * ClusterLogin login = ClusterLogin.parse(text);   // user:password@host:port
 * try (Qmaster qmaster = Qmaster.builder(backend).credentials(login).build()) {
 *     qmaster.submit(request.cluster(login.cluster()).build());
 * }
 * }</pre>
 *
 * <p>It is queried each time an engine needs a password, on the thread that calls the engine: an implementation must be
 * thread-safe and must not block.
 */
@FunctionalInterface
public interface Credentials {
    /** No passwords. */
    Credentials NONE = cluster -> Optional.empty();

    /**
     * Returns the password of a cluster.
     *
     * @param cluster the cluster
     * @return its password, which may be an empty one; empty if it is not known
     */
    Optional<Secret> password(Cluster.Address cluster);

    /**
     * Returns credentials that answer what these or others know.
     *
     * @param others what is queried where these know no password
     * @return both
     */
    default Credentials or(Credentials others) {
        return cluster -> password(cluster).or(() -> others.password(cluster));
    }

    /**
     * Whether a cluster can be reached: it is not known by its address, or its password is known.
     *
     * @param cluster any cluster
     * @return whether no password is missing
     */
    default boolean suffice(Cluster cluster) {
        return !(cluster instanceof Cluster.Address address)
                || password(address).isPresent();
    }
}
