package dev.zonal.csi.config;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a service that is no CSI endpoint listens: an agent for controllers, a simulated cloud for whoever uses it. */
public sealed interface ControlAddress {
    /** Whether nobody on another machine gets there. */
    boolean isOfThisMachine();

    /** A unix domain socket. */
    record Unix(Path socket) implements ControlAddress {
        @Override
        public boolean isOfThisMachine() {
            return true;
        }

        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }

    /**
     * A TCP port.
     *
     * @param host a name or an address, without the brackets of one of IPv6
     */
    record Tcp(String host, int port) implements ControlAddress {
        private static final Pattern FORM =
                Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9][A-Za-z0-9.-]*):(\\d{1,5})");
        private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|::1");
        private static final int HIGHEST_PORT = 65_535;

        @Override
        public boolean isOfThisMachine() {
            return LOOPBACK.matcher(host).matches();
        }

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /**
     * Reads {@code unix:///run/zonal/control.sock}, {@code n1.example:9810} or {@code [fd00::1]:9810}, the latter two also
     * after {@code tcp://}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    static ControlAddress parse(String text) {
        if (text.startsWith("unix:") || text.startsWith("/")) {
            return new Unix(Endpoint.parse(text).socket());
        }
        Matcher matcher = Tcp.FORM.matcher(text.strip().replaceFirst("^tcp://", ""));
        int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
        if (port < 1 || port > Tcp.HIGHEST_PORT) {
            throw new IllegalArgumentException("'" + text
                    + "' is not an address; write n1.example:9810, [fd00::1]:9810 or unix:///run/zonal/control.sock");
        }
        return new Tcp(matcher.group(1).replaceAll("[\\[\\]]", ""), port);
    }
}
