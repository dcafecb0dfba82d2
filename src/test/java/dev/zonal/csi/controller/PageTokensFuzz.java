package dev.zonal.csi.controller;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;
import static dev.zonal.csi.fuzz.Oracle.text;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Page tokens from outside: ABORTED, or the very text that stands for the id. */
public final class PageTokensFuzz {
    private static final Paging<VolumeId, VolumeId> PAGING = new Paging<>(id -> id, VolumeId::parse);
    private static final VolumeId NEXT = VolumeId.of("next", new HomeId("home2345"));

    private PageTokensFuzz() {}

    public static void read(byte[] input) {
        String token = text(input);
        List<VolumeId> asked = new ArrayList<>();
        try {
            Page<VolumeId> page = PAGING.page(new PageRequest(1, token), (after, limit) -> {
                asked.addAll(after.stream().toList());
                // One more than fits, so that a token of the same id is given out.
                return after.map(id -> List.of(id, NEXT)).orElse(List.of());
            });
            holds(asked.isEmpty() == token.isEmpty(), "only no token begins at the start");
            same(Optional.of(token), Optional.of(page.nextToken()));
        } catch (StorageException.Aborted refusal) {
            isSentence(refusal);
        }
    }
}
