package dev.zonal.csi.model;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.same;
import static dev.zonal.csi.fuzz.Oracle.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Ids from outside: what is taken is the very text, and can stand as a name in a folder. */
public final class IdsFuzz {
    private IdsFuzz() {}

    public static void read(byte[] input) {
        String text = text(input);
        List<Optional<String>> taken = List.of(
                VolumeId.parse(text).map(VolumeId::value),
                SnapshotId.parse(text).map(SnapshotId::value),
                HomeId.parse(text).map(HomeId::value));
        holds(taken.stream().flatMap(Optional::stream).count() <= 1, "no text is two kinds of id");
        taken.stream().flatMap(Optional::stream).forEach(id -> {
            same(text, id);
            holds(id.matches("[a-z2-7-]+"), "an id has no character that means something to a filesystem");
            holds(id.length() <= 128, "an id is within the spec's limit");
        });
        // A name is any text, and its id always one of ours.
        HomeId home = new HomeId("home2345");
        Stream.of(VolumeId.of(text, home), VolumeId.of(text, home))
                .forEach(id -> same(Optional.of(id), VolumeId.parse(id.value())));
        same(
                Optional.of(SnapshotId.of(text, home)),
                SnapshotId.parse(SnapshotId.of(text, home).value()));
    }
}
