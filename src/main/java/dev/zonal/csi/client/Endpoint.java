package dev.zonal.csi.client;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where a CSI driver listens: a unix socket.
 *
 * @param socket an absolute path
 */
public record Endpoint(Path socket) {
    /** What fits into sockaddr_un.sun_path beside its closing NUL (man 7 unix). */
    private static final int LONGEST_PATH_BYTES = 107;

    public Endpoint {
        socket = socket.toAbsolutePath();
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
            throw new IllegalArgumentException("'" + socket + "' is longer than the " + LONGEST_PATH_BYTES
                    + " bytes that the path of a socket can have");
        }
    }

    /**
     * Reads {@code unix:///run/zonal/csi.sock}, {@code unix:/run/zonal/csi.sock} and a bare path.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    public static Endpoint parse(String text) {
        String path =
                text.startsWith("unix://") ? text.substring(7) : text.startsWith("unix:") ? text.substring(5) : text;
        if (path.isBlank() || path.contains("://") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not the endpoint of a CSI driver; write unix:///run/zonal/csi.sock or a path");
        }
        return new Endpoint(Path.of(path));
    }

    @Override
    public String toString() {
        return "unix://" + socket;
    }
}
