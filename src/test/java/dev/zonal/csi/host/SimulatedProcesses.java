package dev.zonal.csi.host;

import java.util.HashSet;
import java.util.Set;

/** The drivers of the simulated host, one after the other, in one pid namespace until a test says otherwise. */
final class SimulatedProcesses implements Processes {
    private final Set<ProcessIdentity> ended = new HashSet<>();
    private int boot = 1;
    private int container = 1;
    private long started;
    private ProcessIdentity self = begun();

    private ProcessIdentity begun() {
        return new ProcessIdentity("boot-" + boot, "container-" + container, 1, ++started);
    }

    @Override
    public ProcessIdentity self() {
        return self;
    }

    @Override
    public Liveness liveness(ProcessIdentity process) {
        if (!process.boot().equals(self.boot())) {
            return Liveness.ENDED;
        }
        if (!process.namespace().equals(self.namespace())) {
            return Liveness.OUT_OF_SIGHT;
        }
        return ended.contains(process) ? Liveness.ENDED : Liveness.LIVES;
    }

    /** The driver has ended, and another one begins beside whatever else runs. */
    void next() {
        ended.add(self);
        self = begun();
    }

    /** The same in a container of its own, which does not see what became of the one before. */
    void nextContainer() {
        container++;
        self = begun();
    }

    void reboot() {
        boot++;
        self = begun();
    }
}
