package dev.zonal.csi.host;

import java.time.Duration;
import java.util.List;

/** Running a program of the host to its end: the one door to processes that do something for the driver. */
public interface Commands {
    /**
     * Runs it to its end, without a shell, without standard input, with {@code LC_ALL=C}. One that takes longer than
     * the timeout is killed with all its children.
     *
     * @throws HostException ENOENT where the program is not installed, ETIMEDOUT where it took too long
     */
    Result run(Duration timeout, List<String> command);

    /** Whether a program of that name is on the path. */
    boolean isInstalled(String program);

    /**
     * @param output standard output and error together, as much as fits into 64 KiB
     */
    record Result(int exitCode, String output) {}
}
