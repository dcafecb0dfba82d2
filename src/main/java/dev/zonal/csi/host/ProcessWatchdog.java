package dev.zonal.csi.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell, in a session of its own, that waits at the end of a pipe. A whole line through it says that all is well; its bare end says that the
 * writer died, and the command takes the shell's place.
 */
final class ProcessWatchdog implements Watchdogs.Watchdog {
    /**
     * The command comes as arguments, never as part of this text. Signals that reach a whole terminal, session or
     * process group must not take the watchdog along with the watched, nor must the end of the pipe that it wrote to.
     */
    private static final String SCRIPT = "trap '' HUP INT QUIT TERM PIPE; echo watching; exec >/dev/null 2>&1;"
            + " read -r word && exit 0; exec \"$@\"";

    /** The one program that makes a session; without it the watchdog dies with its process group. */
    private static final String SESSION = "setsid";

    private static final String READY = "watching\n";
    private static final long GRACE_SECONDS = 5;

    private final Process process;

    private ProcessWatchdog(Process process) {
        this.process = process;
    }

    static ProcessWatchdog start(ProcessCommands commands, List<String> onDeath) {
        List<String> command = new ArrayList<>(commands.isInstalled(SESSION) ? List.of(SESSION) : List.of());
        command.addAll(List.of("sh", "-c", SCRIPT, "watchdog"));
        command.addAll(onDeath);
        ProcessWatchdog watchdog = new ProcessWatchdog(commands.start(command, ProcessBuilder.Redirect.PIPE));
        try {
            byte[] said = watchdog.process.getInputStream().readNBytes(READY.length());
            if (!READY.equals(new String(said, StandardCharsets.US_ASCII))) {
                throw new IOException("it did not begin");
            }
            return watchdog;
        } catch (IOException failed) {
            watchdog.process.destroyForcibly();
            throw new HostException("watch", Errno.EIO, String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public void close() {
        try (var pipe = process.getOutputStream()) {
            pipe.write('\n');
            pipe.flush();
        } catch (IOException gone) {
            // It was killed by somebody; there is nothing left to call off.
        }
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
