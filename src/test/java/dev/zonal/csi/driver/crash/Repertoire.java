package dev.zonal.csi.driver.crash;

import dev.zonal.csi.client.CallFailed;
import java.util.Set;

/** What can be asked of a driver, and which refusals its orchestrator takes for a reason to ask again. */
enum Repertoire {
    POOL(Set.of("ABORTED")),
    /** Volumes come to a node before they are staged; a cloud that does not answer is asked for the same once more. */
    CLOUD(Set.of("ABORTED", "UNAVAILABLE", "DEADLINE_EXCEEDED"));

    private final Set<String> passing;

    Repertoire(Set<String> passing) {
        this.passing = passing;
    }

    /** Whether the controller takes volumes to nodes. */
    boolean attaches() {
        return this == CLOUD;
    }

    /** Whether volumes are made of volumes. */
    boolean clones() {
        return this == POOL;
    }

    /** Whether the parameters of pools can be had: thick volumes and frozen snapshots, ready at once. */
    boolean isPool() {
        return this == POOL;
    }

    /** Whether it passes by itself. */
    boolean passes(CallFailed failed) {
        return passing.contains(failed.codeName())
                || (failed.codeName().equals("FAILED_PRECONDITION")
                        && String.valueOf(failed.getMessage()).contains("another mount namespace"));
    }
}
