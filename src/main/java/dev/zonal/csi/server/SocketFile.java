package dev.zonal.csi.server;

import dev.zonal.csi.peer.ListeningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The file by which clients find the socket. It is bound inside a folder that nobody else can enter, gets its
 * permissions there and is then renamed to its place: at no time can anybody connect who may not.
 */
final class SocketFile {
    private static final String PERMISSIONS = "rw-rw----";
    private static final String PRIVATE = "rwx------";
    private static final int FORMAT_BITS = 0170000;
    private static final int SOCKET_BITS = 0140000;

    private final Path socket;
    private final Path folder;
    private Optional<Object> identity = Optional.empty();

    private SocketFile(Path socket, Path folder) {
        this.socket = socket;
        this.folder = folder;
    }

    /**
     * Makes room for the socket: its parent folder is made, what a dead process left is removed.
     *
     * @throws SocketException where the place is taken
     */
    static SocketFile prepare(Path socket) {
        Path parent = Objects.requireNonNull(socket.getParent(), "a socket's path is absolute");
        try {
            Files.createDirectories(parent);
            requireFree(socket, "socket");
            Files.deleteIfExists(socket);
            return new SocketFile(socket, privateFolder(parent));
        } catch (IOException failed) {
            throw new SocketException("the socket " + socket + " can't be made: " + failed, failed);
        }
    }

    /**
     * Looks whether the place is free, and changes nothing.
     *
     * @param alternative what else can be chosen, in a word
     * @throws SocketException where something stands there that is not what a dead process left
     */
    static void requireFree(Path socket, String alternative) throws IOException {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (int) Files.getAttribute(socket, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & FORMAT_BITS) != SOCKET_BITS) {
            throw new SocketException(
                    socket + " exists and is not a socket; remove it or choose another " + alternative);
        }
        if (SocketProbe.isLive(socket)) {
            String who = ListeningProcess.of(socket).map(Object::toString).orElse("another process");
            throw new SocketException(who + " listens on " + socket + "; stop it or choose another " + alternative);
        }
    }

    /** Its name is as short as that of a usual socket, so that what fits into sun_path fits here too. */
    private static Path privateFolder(Path parent) throws IOException {
        Path folder = parent.resolve(".z" + ThreadLocalRandom.current().nextInt(1000, 10_000));
        return Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    }

    /** Where to bind. */
    Path bindingPath() {
        return folder.resolve("s");
    }

    /** Opens the bound socket to those who may use it. */
    void publish() {
        try {
            Files.setPosixFilePermissions(bindingPath(), PosixFilePermissions.fromString(PERMISSIONS));
            identity = Optional.of(fileKey(bindingPath()));
            Files.move(bindingPath(), socket, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(folder);
        } catch (IOException failed) {
            throw new SocketException("the socket " + socket + " can't be made: " + failed, failed);
        }
    }

    /** Makes sure that nobody finds the socket any more; one that somebody else has put there meanwhile stays. */
    void remove() {
        try {
            Files.deleteIfExists(bindingPath());
            Files.deleteIfExists(folder);
            if (identity.isPresent()
                    && Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
                    && identity.get().equals(fileKey(socket))) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException failed) {
            throw new SocketException("the socket " + socket + " can't be removed: " + failed, failed);
        }
    }

    private static Object fileKey(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
