package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProcessIdentity;
import dev.zonal.csi.host.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Processes as procfs shows them (proc(5)). */
final class LinuxProcesses implements Processes {
    private static final Path PROC = Path.of("/proc");

    /** What follows the program's name, which may hold anything, in proc_pid_stat(5). */
    private static final int STATE = 0;

    private static final int START = 19;

    /** The two sets of pending signals in proc_pid_status(5): the thread's own, and those of the whole process. */
    private static final Pattern PENDING = Pattern.compile("(?m)^(?:SigPnd|ShdPnd):\\s*([0-9a-f]+)$");

    private static final long SIGKILL = 1L << 8;

    @Override
    public ProcessIdentity self() {
        Stat self = Stat.of("self").orElseThrow(() -> new HostException("read /proc/self/stat", Errno.ENOENT));
        return new ProcessIdentity(boot(), namespace(), self.id(), self.startTicks());
    }

    @Override
    public Liveness liveness(ProcessIdentity process) {
        if (!process.boot().equals(boot())) {
            return Liveness.ENDED;
        }
        if (!process.namespace().equals(namespace())) {
            return Liveness.OUT_OF_SIGHT;
        }
        String id = Long.toString(process.id());
        return Stat.of(id)
                .filter(found -> found.startTicks() == process.startTicks())
                .filter(found -> !found.isOver() && !isKilled(id))
                .map(_ -> Liveness.LIVES)
                .orElse(Liveness.ENDED);
    }

    /** A thread that waits in the kernel for a frozen filesystem keeps a killed process from ending. */
    private static boolean isKilled(String id) {
        Matcher pending =
                PENDING.matcher(read(PROC.resolve(id).resolve("status")).orElse(""));
        while (pending.find()) {
            if ((Long.parseUnsignedLong(pending.group(1), 16) & SIGKILL) != 0) {
                return true;
            }
        }
        return false;
    }

    private static String boot() {
        return read(PROC.resolve("sys/kernel/random/boot_id")).orElse("").strip();
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
        } catch (IOException unreadable) {
            throw new HostException("read the pid namespace", Errno.EIO, String.valueOf(unreadable.getMessage()));
        }
    }

    /** Empty where the process is gone. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException unreadable) {
            // ESRCH, where it ended between the open and the read.
            return Optional.empty();
        }
    }

    private record Stat(long id, String state, long startTicks) {
        static Optional<Stat> of(String process) {
            return read(PROC.resolve(process).resolve("stat")).map(Stat::parse);
        }

        private static Stat parse(String line) {
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long id = Long.parseLong(line.substring(0, line.indexOf(' ')));
            return new Stat(id, fields[STATE], Long.parseLong(fields[START]));
        }

        /** Its first thread has ended: a zombie, or what is left of a process whose other threads end later. */
        boolean isOver() {
            return state.equals("Z") || state.equals("X");
        }
    }
}
