package dev.zonal.csi.driver.crash;

import dev.zonal.csi.driver.RealDriver;
import dev.zonal.csi.driver.RealFleet;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.v1.TopologyRequirement;
import java.nio.file.Path;

/**
 * What serves one pool: a driver in one process, or an agent with a controller before it.
 *
 * @param pools the process that has the pool
 * @param processes all of them
 */
record Plant(RealDriver pools, Workload workload, AutoCloseable processes) implements AutoCloseable {
    /** How many processes that are. */
    enum Shape {
        ONE_PROCESS(10),
        FLEET(4);

        private final int rounds;

        Shape(int rounds) {
            this.rounds = rounds;
        }

        /** How often it is tried. */
        int rounds() {
            return rounds;
        }

        /** @param further arguments of the process that has the pool */
        Plant over(Path pool, String... further) throws Exception {
            return switch (this) {
                case ONE_PROCESS -> Plant.of(RealDriver.over(pool, further));
                case FLEET -> Plant.of(RealFleet.ofOneNodeOver(pool, further));
            };
        }
    }

    private static Plant of(RealDriver driver) {
        return new Plant(driver, new Workload(driver), driver);
    }

    private static Plant of(RealFleet fleet) {
        RealDriver agent = fleet.agent("n1");
        Workload workload = new Workload(
                fleet.controllers().getFirst().client(),
                agent.client(),
                agent.folder(),
                TopologyRequirement.getDefaultInstance());
        return new Plant(agent, workload, fleet);
    }

    @Override
    public void close() throws Exception {
        workload.close();
        processes.close();
    }
}
