package dev.zonal.csi.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the driver listens: a unix domain socket, the only kind of endpoint that the CSI spec names for it.
 *
 * @param socket absolute
 */
public record Endpoint(Path socket) {
    /** What fits into sockaddr_un.sun_path beside its closing NUL (man 7 unix). */
    private static final int LONGEST_PATH_BYTES = 107;

    private static final String FORMS = "write unix:///run/zonal/csi.sock, unix:/run/zonal/csi.sock or the bare path";

    /**
     * Reads {@code unix:///a/b.sock}, {@code unix:/a/b.sock} or {@code /a/b.sock}.
     *
     * @throws IllegalArgumentException with a sentence for the person who wrote it
     */
    public static Endpoint parse(String text) {
        String path = text;
        if (text.regionMatches(true, 0, "unix:", 0, 5)) {
            path = text.substring(5);
            if (path.startsWith("//")) {
                path = path.substring(2);
            }
        } else if (text.contains("://")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no unix domain socket, and the driver listens on nothing else; " + FORMS);
        }
        return new Endpoint(checked(text, path));
    }

    private static Path checked(String text, String path) {
        if (path.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no socket; " + FORMS);
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("'" + text + "' is not an absolute path; " + FORMS);
        }
        if (path.endsWith("/") || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + text + "' names no file; " + FORMS);
        }
        Path socket = Path.of(path).normalize();
        if (socket.getFileName() == null) {
            throw new IllegalArgumentException("'" + text + "' names no file; " + FORMS);
        }
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH_BYTES) {
            throw new IllegalArgumentException("'" + text + "' has a path of " + length
                    + " bytes, and the kernel takes " + LONGEST_PATH_BYTES + "; choose a shorter one");
        }
        return socket;
    }

    /** Whether the socket is named as the CSI spec says that it SHALL be. */
    public boolean hasUsualName() {
        return socket.toString().endsWith(".sock");
    }

    @Override
    public String toString() {
        return "unix://" + socket;
    }
}
