package dev.zonal.csi.host;

import java.util.List;

/** Running a program of the host in case that this process dies. */
public interface Watchdogs {
    /**
     * Starts a small process that waits for this one; returns once it watches. Where this process ends without having
     * closed the watchdog, however it ends (SIGKILL, out of memory, a crash of the JVM), the command is run.
     *
     * <p>It has a session and a process group of its own, so what kills those of this process does not reach it. What is
     * not survived is what kills the watchdog too: a power cut, or the end of the whole container.
     *
     * @param onDeath program and arguments, given to no shell
     * @throws HostException ENOENT where the program or {@code sh} is not installed
     */
    Watchdog watch(List<String> onDeath);

    /** Closed, it ends without having done anything. */
    interface Watchdog extends AutoCloseable {
        @Override
        void close();
    }
}
