package dev.zonal.csi.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs programs, and counts them. */
public final class CountedPrograms implements Commands, Watchdogs {
    private final ProcessCommands programs = new ProcessCommands();
    private final AtomicInteger started = new AtomicInteger();

    @Override
    public Result run(Duration timeout, List<String> command) {
        started.incrementAndGet();
        return programs.run(timeout, command);
    }

    @Override
    public boolean isInstalled(String program) {
        return programs.isInstalled(program);
    }

    @Override
    public Watchdog watch(List<String> onDeath) {
        started.incrementAndGet();
        return programs.watch(onDeath);
    }

    public int started() {
        return started.get();
    }
}
