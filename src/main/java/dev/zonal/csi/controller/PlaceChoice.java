package dev.zonal.csi.controller;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.ContentSource;
import java.util.List;

/** Chooses where a volume is made: asks who will use it, where somebody can be asked, and then the rules. */
final class PlaceChoice {
    private final Homes homes;
    private final ClaimConsumers consumers;

    PlaceChoice(Homes homes, ClaimConsumers consumers) {
        this.homes = homes;
        this.consumers = consumers;
    }

    PlacementDecision of(VolumeRequest request) {
        List<Home> all = homes.all();
        List<Home> candidates =
                Placement.candidates(all, request.parameters().pool(), request.source(), request.accessibility());
        return request.claim()
                .flatMap(claim -> consumers
                        .of(claim, PodPlacement.nodesInQuestion(candidates, request.source()))
                        .map(pod -> new PodPlacement(claim, pod, all).decide(candidates, request.source())))
                .orElseGet(() -> new PlacementDecision(candidates, reason(request), false));
    }

    private static String reason(VolumeRequest request) {
        return request.source()
                .map(ContentSource::id)
                .map(source -> "a copy lives where its source " + source + " does")
                .orElse("the best place with room takes it");
    }
}
