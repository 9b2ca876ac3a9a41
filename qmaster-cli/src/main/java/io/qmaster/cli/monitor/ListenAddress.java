package io.qmaster.cli.monitor;

import io.qmaster.cli.output.CommandFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address and port that the monitor listens on. Immutable and thread-safe.
 *
 * @param host the address or name as it was given, without brackets
 * @param socket the same for the operating system
 */
public record ListenAddress(String host, InetSocketAddress socket) {
    private static final Pattern ADDRESS_AND_PORT =
            Pattern.compile("(?:\\[(?<six>[0-9A-Fa-f:.]+)\\]|(?<name>[^:\\[\\]\\s/]+)):(?<port>[0-9]{1,5})");
    private static final int MOST_PORTS = 65_535;
    private static final String HINT =
            "give an address of this computer and a port, such as 127.0.0.1:8383 or [::1]:8383";

    /**
     * Parses {@code ADDRESS:PORT}; port 0 is any free one.
     *
     * @throws CommandFailure if it is invalid, or the address is unknown
     */
    public static ListenAddress parse(String text) {
        Matcher parts = ADDRESS_AND_PORT.matcher(text.strip());
        if (!parts.matches() || Integer.parseInt(parts.group("port")) > MOST_PORTS) {
            throw CommandFailure.usage("--listen must be ADDRESS:PORT, not \"" + text + "\"", HINT);
        }
        String host = parts.group("six") == null ? parts.group("name") : parts.group("six");
        try {
            return new ListenAddress(
                    host, new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(parts.group("port"))));
        } catch (UnknownHostException unknown) {
            throw CommandFailure.usage("--listen names the address \"" + host + "\", which is unknown", HINT);
        }
    }

    /** Whether only this computer can connect. */
    public boolean isLoopback() {
        return socket.getAddress().isLoopbackAddress();
    }

    /** The URL of the page, with the port that was taken. */
    String url(int port) {
        String name = socket.getAddress().isAnyLocalAddress() ? computer() : host;
        return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port + "/";
    }

    /**
     * The names, in lower case, under which a browser may reach it besides IP addresses. A web page of another site can let
     * a name of its own lead here, but not one of these.
     */
    Set<String> names() {
        Set<String> names = new HashSet<>(List.of("localhost", host.toLowerCase(Locale.ROOT)));
        if (!isLoopback()) {
            String computer = computer().toLowerCase(Locale.ROOT);
            String first = computer.replaceFirst("\\..*", "");
            names.add(computer);
            names.add(first);
            names.add(first + ".local");
        }
        return Set.copyOf(names);
    }

    private static String computer() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
