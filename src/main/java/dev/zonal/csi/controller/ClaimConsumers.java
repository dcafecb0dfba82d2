package dev.zonal.csi.controller;

import dev.zonal.csi.model.KubernetesObject;
import java.util.Optional;
import java.util.Set;

/**
 * Who will use a claim: the port to the orchestrator, asked before a volume is placed. Its answers are a help and no
 * condition: it never throws, never takes long, and what it can't find out is among the doubts of the view.
 */
@FunctionalInterface
public interface ClaimConsumers {
    /** Where no orchestrator can be asked. */
    ClaimConsumers NOT_ASKED = (claim, nodes) -> Optional.empty();

    /**
     * @param nodes about which to find out whether the pods could run there
     * @return empty where no orchestrator can be asked
     */
    Optional<PodView> of(KubernetesObject claim, Set<String> nodes);
}
