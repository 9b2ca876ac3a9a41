package io.qmaster.domain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
     * A cluster by its address, {@code user:password@host:port}.
     *
     * @throws IllegalArgumentException if the text has another form; the message does not repeat it
     */
    static Cluster address(String address) {
        return Address.parse(address);
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
     * @param name not blank, no control characters, no leading dash, no address but a masked one
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
                throw new IllegalArgumentException("this is no name of a cluster but an address with its password");
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
     * @param password the password of that user
     * @param host a host name or IP address
     * @param port 1 to 65535
     */
    record Address(String user, Secret password, String host, int port) implements Cluster {
        private static final String USER_FORM = "[^:@\\p{Cntrl}-][^:@\\p{Cntrl}]*";
        private static final String HOST_FORM = "\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?]|[^:@\\s\\p{Cntrl}]+";
        private static final Pattern FORM = Pattern.compile(
                "(?<user>" + USER_FORM + "):(?<password>[^\\p{Cntrl}]*)@(?<host>" + HOST_FORM + "):(?<port>\\d{1,5})");

        /** An address with a fault, such as a port that is missing or a scheme in front. */
        private static final Pattern LIKE_AN_ADDRESS =
                Pattern.compile("(?:\\w+://)?[^:@\\s]+:(?<password>\\S.*)@[^@\\s]+");

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

        static Address parse(String address) {
            Matcher matcher = FORM.matcher(address.strip());
            if (!matcher.matches()) {
                // The text may hold a password: do not repeat it.
                throw new IllegalArgumentException("a cluster address has the form user:password@host:port");
            }
            return new Address(
                    matcher.group("user"),
                    Secret.of(matcher.group("password")),
                    matcher.group("host"),
                    Integer.parseInt(matcher.group("port")));
        }

        private static boolean holdsPassword(String text) {
            return Stream.of(FORM, LIKE_AN_ADDRESS)
                    .map(form -> form.matcher(text.strip()))
                    .anyMatch(matcher ->
                            matcher.matches() && !matcher.group("password").equals(Secret.MASK));
        }

        /** User and password, as HTTP's basic authentication and many a log join them. */
        public Secret login() {
            return Secret.of(user + ":" + password.reveal());
        }

        /** The whole address with its password, for the engine's own ears only. */
        public Secret reveal() {
            return Secret.of(user + ":" + password.reveal() + "@" + host + ":" + port);
        }

        @Override
        public String displayName() {
            return user + ":" + password + "@" + host + ":" + port;
        }

        @Override
        public String toString() {
            return displayName();
        }
    }
}
