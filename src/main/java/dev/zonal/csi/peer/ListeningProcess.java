package dev.zonal.csi.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;

/**
 * The process that listens on a unix socket.
 *
 * @param pid 0 where it is in a PID namespace that is not seen from here
 * @param command its command line, shortened; empty where it can't be read
 */
public record ListeningProcess(long pid, String command) {
    private static final int LONGEST_COMMAND = 160;

    static {
        useInstalledLibrary();
    }

    /** The process behind that socket; empty where nobody listens, or the kernel or the library can't tell. */
    public static Optional<ListeningProcess> of(Path socket) {
        try (UnixSocketChannel channel = UnixSocketChannel.create()) {
            // A listener whose queue is full would keep a blocking caller waiting.
            channel.configureBlocking(false);
            channel.connect(new UnixSocketAddress(socket.toFile()));
            long pid = channel.getOption(UnixSocketOptions.SO_PEERCRED).getPid();
            return Optional.of(new ListeningProcess(pid, command(pid)));
        } catch (IOException | RuntimeException | LinkageError unknown) {
            // This is a courtesy to whoever reads a message: it must not take that message's place.
            return Optional.empty();
        }
    }

    /** As a part of a sentence. */
    @Override
    public String toString() {
        if (pid == 0) {
            return "a process outside of this container";
        }
        return "process " + pid + (command.isEmpty() ? "" : " (" + command + ")");
    }

    private static String command(long pid) {
        try {
            String line =
                    Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
            return command(List.of(line.split("\0")));
        } catch (IOException ended) {
            return "";
        }
    }

    /** What a person would have typed: without what a Java program's launcher tells the JVM. */
    static String command(List<String> words) {
        int jar = words.indexOf("-jar");
        List<String> told = jar < 0 ? words : words.subList(jar + 1, words.size());
        String line = String.join(" ", told).replaceAll("\\p{Cntrl}", "?");
        return line.length() <= LONGEST_COMMAND ? line : line.substring(0, LONGEST_COMMAND) + "…";
    }

    /**
     * The library would unpack its native part into the temporary folder, which may be read-only or mounted noexec; the
     * package has it beside the other native libraries.
     */
    private static void useInstalledLibrary() {
        String platform = System.getProperty("os.arch").replace("amd64", "x86_64") + "-Linux";
        Stream.of(System.getProperty("java.library.path", "").split(":"))
                .map(folder -> Path.of(folder, "jni", platform))
                .filter(Files::isDirectory)
                .findFirst()
                .ifPresent(folder -> System.setProperty("jffi.boot.library.path", folder.toString()));
    }
}
