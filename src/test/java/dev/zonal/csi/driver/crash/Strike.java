package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes are killed while all are at work. Whoever works by one of them has to bear it, and all others must not notice.
 *
 * @param present who works, by which controller
 */
record Strike(Trial trial, List<Presence> present) {
    /** @param concerned whether a process by which they work is killed */
    record Presence(Post post, RealDriver controller, boolean concerned) {}

    interface Act {
        void run() throws Exception;
    }

    void run(Act kill, Act restart) throws Exception {
        List<Workload> workloads = new ArrayList<>();
        List<Shift> concerned = new ArrayList<>();
        List<Shift> shifts = new ArrayList<>();
        List<Crew.Rest> rests = new ArrayList<>();
        try {
            for (Presence one : present) {
                Workload workload = one.post.workload(one.controller);
                workloads.add(workload);
                Shift shift = trial.shift();
                shifts.add(shift);
                if (one.concerned) {
                    concerned.add(shift);
                }
                rests.add(one.post.begin(workload, shift));
            }
            trial.awaitCrash((concerned.isEmpty() ? shifts : concerned).getFirst());
            concerned.forEach(Shift::killing);
            kill.run();
            shifts.forEach(Shift::end);
            restart.run();
            for (Crew.Rest rest : rests) {
                rest.await();
            }
        } finally {
            workloads.forEach(Workload::close);
        }
    }
}
