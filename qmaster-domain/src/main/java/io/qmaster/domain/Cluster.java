package io.qmaster.domain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a batch runs: this computer, a cluster with a name, or a cluster with an address.
 *
 * <p> The name of this computer and the form of an address are those of the Compressor manual, appendix "Using the
 * Command Line". For library consumers and authors of backends. Immutable and thread-safe.
 */
public sealed interface Cluster {
    /** The machine that the engine is installed on. */
    Cluster THIS_COMPUTER = new ThisComputer();

    /** The engine's name of the machine that it is installed on. */
    String THIS_COMPUTER_NAME = "This Computer";

    /**
     * A cluster with the name that its administrator gave it; {@code named("This Computer")} equals
     * {@link #THIS_COMPUTER}.
     *
     * @throws IllegalArgumentException if the name is blank, contains a control character, starts with a dash, which
     *     would be read as a flag, or is an address, which may contain a password; the message does not repeat it
     */
    static Cluster named(String name) {
        return name.strip().equalsIgnoreCase(THIS_COMPUTER_NAME) ? THIS_COMPUTER : new Named(name);
    }

    /**
     * A cluster with the address {@code user@host:port}. The password is not part of it; {@link Credentials} supply it.
     *
     * @throws IllegalArgumentException if the text has another form, or contains a password; the message does not
     *     repeat it
     */
    static Cluster.Address address(String address) {
        return Address.parse(address)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a cluster address has the form user@host:port; its password is given as credentials"));
    }

    /** The name to show to people. Never contains a password. */
    String displayName();

    /** The machine that the engine is installed on. */
    record ThisComputer() implements Cluster {
        @Override
        public String displayName() {
            return THIS_COMPUTER_NAME;
        }

        // Not generated, as those of BatchReference.

        @Override
        public boolean equals(Object other) {
            return other instanceof ThisComputer;
        }

        @Override
        public int hashCode() {
            return THIS_COMPUTER_NAME.hashCode();
        }

        @Override
        public String toString() {
            return THIS_COMPUTER_NAME;
        }
    }

    /**
     * A cluster with a name.
     *
     * @param name not blank, no control characters, no leading dash, no address with an unmasked password
     */
    record Named(String name) implements Cluster {
        /** @throws IllegalArgumentException if the name is blank, could be read as a flag, or contains a password */
        public Named {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of a cluster must not be blank");
            }
            if (name.startsWith("-")) {
                throw new IllegalArgumentException("the name of a cluster must not start with a dash: " + name);
            }
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the name of a cluster must not contain control characters");
            }
            if (Address.holdsPassword(name)) {
                // The message does not repeat the name: it may contain a password.
                throw new IllegalArgumentException(
                        "this is not the name of a cluster but an address, which may hold a password");
            }
            if (name.strip().equalsIgnoreCase(THIS_COMPUTER_NAME)) {
                throw new IllegalArgumentException("use Cluster.THIS_COMPUTER");
            }
        }

        @Override
        public String displayName() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Named named && named.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A cluster with an address.
     *
     * @param user the user of the controller
     * @param host a host name or IP address
     * @param port 1 to 65535
     */
    record Address(String user, String host, int port) implements Cluster {
        private static final String USER_FORM = "[^:@\\p{Cntrl}-][^:@\\p{Cntrl}]*";
        private static final String HOST_FORM = "\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?]|[^:@\\s\\p{Cntrl}]+";
        private static final Pattern FORM =
                Pattern.compile("(?<user>" + USER_FORM + ")@(?<host>" + HOST_FORM + "):(?<port>\\d{1,5})");

        private static final List<Pattern> WITH_PASSWORD = List.of(
                Pattern.compile(USER_FORM + ":(?<password>[^\\p{Cntrl}]*)@(?:" + HOST_FORM + "):\\d{1,5}"),
                // Malformed: a missing port or a leading scheme.
                Pattern.compile("(?:\\w+://)?[^:@\\s]+:(?<password>\\S.*)@[^@\\s]+"),
                // A host after an at sign: the text before it may be a password. "night@home" is a name.
                Pattern.compile("(?:.*:)?(?<password>.+)@"
                        + "(?:(?:localhost|\\[[^@\\s]+]|[\\w-]+(?:\\.[\\w-]+)+\\.?)(?::\\w*)?|[\\w-]+:\\w+)"));

        /** @throws IllegalArgumentException if a part is invalid; the message repeats neither user nor host */
        public Address {
            if (!user.matches(USER_FORM)) {
                throw new IllegalArgumentException("the user of a cluster address must not be empty, start with a dash,"
                        + " or contain colons, at signs or control characters");
            }
            if (!host.matches(HOST_FORM)) {
                throw new IllegalArgumentException(
                        "the host of a cluster address is a name, an IPv4 address, or an IPv6 address in brackets");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("the port of a cluster address must be 1 to 65535, not " + port);
            }
        }

        /** Parses an address; empty if the text has another form. */
        static Optional<Address> parse(String address) {
            return Optional.of(FORM.matcher(address.strip()))
                    .filter(Matcher::matches)
                    .map(form ->
                            new Address(form.group("user"), form.group("host"), Integer.parseInt(form.group("port"))));
        }

        private static boolean holdsPassword(String text) {
            return WITH_PASSWORD.stream()
                    .map(form -> form.matcher(text.strip()))
                    .anyMatch(form -> form.matches() && !form.group("password").equals(Secret.MASK));
        }

        /** The address with a mask in place of its password. */
        @Override
        public String displayName() {
            return user + ":" + Secret.MASK + "@" + host + ":" + port;
        }

        @Override
        public String toString() {
            return displayName();
        }
    }
}
