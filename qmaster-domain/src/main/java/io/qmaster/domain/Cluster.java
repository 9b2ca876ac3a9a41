package io.qmaster.domain;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a batch runs: this computer, a cluster known by its name, or one known by its address.
 *
 * <p>Immutable and safe for threads. The name of this computer and the form of an address are those of the Compressor
 * manual, appendix "Using the Command Line".
 */
public sealed interface Cluster {
    /** The machine that the engine is installed on. */
    Cluster THIS_COMPUTER = new ThisComputer();

    /** What the engine calls the machine itself. */
    String THIS_COMPUTER_NAME = "This Computer";

    /**
     * A cluster by the name that its administrator gave it; {@code named("This Computer")} equals {@link
     * #THIS_COMPUTER}.
     *
     * @throws IllegalArgumentException if the name is blank, holds a control character, starts with a dash and would be
     *     read as a flag, or is an address, whose password would be shown as part of a name; the message does not repeat it
     */
    static Cluster named(String name) {
        return name.strip().equalsIgnoreCase(THIS_COMPUTER_NAME) ? THIS_COMPUTER : new Named(name);
    }

    /**
     * A cluster by its address, {@code user@host:port}. The password is not part of it: {@link Credentials} answer it.
     *
     * @throws IllegalArgumentException if the text has another form, also with a password; the message does not repeat it
     */
    static Cluster.Address address(String address) {
        return Address.parse(address)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a cluster address has the form user@host:port; its password is given as credentials"));
    }

    /** How people are told of this cluster. Never holds a password. */
    String displayName();

    /** The machine itself. */
    record ThisComputer() implements Cluster {
        @Override
        public String displayName() {
            return THIS_COMPUTER_NAME;
        }

        @Override
        public String toString() {
            return THIS_COMPUTER_NAME;
        }
    }

    /**
     * A cluster by name.
     *
     * @param name not blank, no control characters, no leading dash, no address or login at a host but a masked one
     */
    record Named(String name) implements Cluster {
        /** @throws IllegalArgumentException if the name is blank, could be taken for a flag, or holds a password */
        public Named {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the name of a cluster must not be blank");
            }
            if (name.startsWith("-")) {
                throw new IllegalArgumentException("the name of a cluster must not start with a dash: " + name);
            }
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the name of a cluster must not hold control characters");
            }
            if (Address.holdsPassword(name)) {
                // Not repeated.
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
        public String toString() {
            return name;
        }
    }

    /**
     * A cluster by its address.
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
                // With a fault, such as a port that is missing or a scheme in front.
                Pattern.compile("(?:\\w+://)?[^:@\\s]+:(?<password>\\S.*)@[^@\\s]+"),
                // A host behind an at sign: what is before may be a password. "night@home" is a name.
                Pattern.compile("(?:.*:)?(?<password>.+)@"
                        + "(?:(?:localhost|\\[[^@\\s]+]|[\\w-]+(?:\\.[\\w-]+)+\\.?)(?::\\w*)?|[\\w-]+:\\w+)"));

        /** @throws IllegalArgumentException if a part could not stand in an address; the message repeats no part */
        public Address {
            if (!user.matches(USER_FORM)) {
                throw new IllegalArgumentException("the user of a cluster address must not be empty, start with a dash,"
                        + " or hold colons, at signs or control characters");
            }
            if (!host.matches(HOST_FORM)) {
                throw new IllegalArgumentException(
                        "the host of a cluster address is a name, an IPv4 address, or an IPv6 address in brackets");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("the port of a cluster address must be 1 to 65535, not " + port);
            }
        }

        /** The address that a text is; empty if it has another form. */
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

        /** The address as people know it, with a mask where its password goes. */
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
