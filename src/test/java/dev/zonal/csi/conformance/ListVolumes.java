package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import java.util.List;
import java.util.Set;

record ListVolumes(Page page) implements Command {
    @Override
    public Reply run(SimulatedDriver driver) {
        return Reply.of(
                driver.controller()::listVolumes,
                ListVolumesRequest.newBuilder()
                        .setMaxEntries(page.maxEntries())
                        .setStartingToken(page.token())
                        .build());
    }

    @Override
    public List<Outcome> outcomes(State state) {
        return page.refusal()
                .map(code -> Outcome.refused(state, code))
                .orElseGet(() -> List.of(Outcome.ok(state, ListVolumesResponse.class, answer -> tells(answer, state))));
    }

    private boolean tells(ListVolumesResponse answer, State state) {
        Set<String> ids = state.volumes().keySet();
        return answer.getEntriesList().stream()
                        .map(entry -> entry.getVolume().getVolumeId())
                        .toList()
                        .equals(page.of(ids))
                && answer.getEntriesList().stream()
                        .allMatch(entry -> state.volume(entry.getVolume().getVolumeId())
                                .filter(volume -> CreateVolume.tells(entry.getVolume(), volume))
                                .isPresent())
                && answer.getNextToken().isEmpty() != page.hasNext(ids);
    }
}
