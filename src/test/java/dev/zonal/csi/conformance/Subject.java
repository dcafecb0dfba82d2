package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;

/** What is held against the model. */
interface Subject extends AutoCloseable {
    Reply run(Command command);

    @Override
    void close();

    /** The driver as it is. */
    static Subject driver() {
        SimulatedDriver driver = World.newDriver();
        return new Subject() {
            @Override
            public Reply run(Command command) {
                driver.host().faults().clear();
                return command.run(driver);
            }

            @Override
            public void close() {
                driver.close();
            }
        };
    }
}
