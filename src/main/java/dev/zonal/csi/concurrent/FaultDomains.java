package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.HomeId;

/** The parts of a backend that fail each on its own: its homes. Each gets threads of its own (the bulkhead pattern). */
public interface FaultDomains {
    /** Where no home is one by itself. */
    FaultDomains NONE = new FaultDomains() {
        @Override
        public boolean has(HomeId home) {
            return false;
        }

        @Override
        public RuntimeException explained(HomeId home, RuntimeException failure) {
            return failure;
        }
    };

    /** Whether that home is one: an id from outside may be any. */
    boolean has(HomeId home);

    /**
     * What the failure of an operation on that home is to be told as: the home may know that it was not the operation.
     *
     * @return the failure itself, where there is nothing to add
     */
    RuntimeException explained(HomeId home, RuntimeException failure);
}
