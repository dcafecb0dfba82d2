package dev.zonal.csi.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program that runs beside this one until it is ended. */
public final class BackgroundProgram {
    private final Process process;

    private BackgroundProgram(Process process) {
        this.process = process;
    }

    /**
     * @param variables which of this program's environment variables it has too
     * @param output where all that it prints goes, behind what is there
     */
    public static BackgroundProgram start(List<String> command, Predicate<String> variables, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().removeIf(variables.negate());
        try {
            return new BackgroundProgram(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it in the midst of whatever it does. */
    public void kill() {
        var _ = process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, and ends it where that takes longer. */
    public void end(Duration atMost) {
        process.destroy();
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
