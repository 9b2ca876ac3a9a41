package io.qmaster.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a cluster and its password. {@link #toString()} masks the password. For library consumers. Immutable
 * and thread-safe.
 *
 * @param cluster the address
 * @param password the password of its user, which may be empty
 */
public record ClusterLogin(Cluster.Address cluster, Secret password) implements Credentials {
    private static final Pattern FORM = Pattern.compile("(?<user>[^:]*):(?<password>[^\\p{Cntrl}]*)@(?<place>[^@]*)");

    /**
     * Reads {@code user:password@host:port}, the form of the Compressor manual, appendix "Using the Command Line".
     *
     * @param text the address with its password; white space around it is ignored
     * @return the address and the password
     * @throws IllegalArgumentException if the text has another form; the message does not repeat it
     */
    public static ClusterLogin parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (form.matches()) {
            Optional<Cluster.Address> address = Cluster.Address.parse(form.group("user") + "@" + form.group("place"));
            if (address.isPresent()) {
                return new ClusterLogin(address.get(), Secret.of(form.group("password")));
            }
        }
        throw new IllegalArgumentException("a cluster address has the form user:password@host:port");
    }

    @Override
    public Optional<Secret> password(Cluster.Address asked) {
        return asked.equals(cluster) ? Optional.of(password) : Optional.empty();
    }
}
