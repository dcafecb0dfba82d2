package dev.zonal.csi.cli.demo;

import java.io.OutputStream;
import java.util.List;

/** Starts the driver in this process, as {@code zonal serve} does, but without its signal handling. */
@FunctionalInterface
public interface DriverLauncher {
    /**
     * @param serveArguments what would stand behind {@code zonal serve}; nothing is read from the environment
     * @param log where the driver's log goes
     * @return once it serves
     * @throws RuntimeException with a sentence, where it can't start; nothing of it is left then
     */
    RunningDriver start(List<String> serveArguments, OutputStream log);

    /** A driver that serves until it is closed; running calls are waited for. */
    interface RunningDriver extends AutoCloseable {
        @Override
        void close();
    }
}
