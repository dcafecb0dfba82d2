package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.ANY_FILESYSTEM;
import static dev.zonal.csi.controller.ControllerBench.BLOCK;
import static dev.zonal.csi.controller.ControllerBench.EXT4;
import static dev.zonal.csi.controller.ControllerBench.ONE_GIB;
import static dev.zonal.csi.controller.ControllerBench.TWO_GIB;
import static dev.zonal.csi.controller.ControllerBench.XFS;
import static dev.zonal.csi.controller.ControllerBench.at;
import static dev.zonal.csi.controller.ControllerBench.copying;
import static dev.zonal.csi.controller.ControllerBench.inPool;
import static dev.zonal.csi.controller.ControllerBench.request;
import static dev.zonal.csi.controller.ControllerBench.sized;
import static dev.zonal.csi.controller.ControllerBench.used;
import static dev.zonal.csi.controller.ControllerBench.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibilityTest {
    private static final VolumeId ID = VolumeId.of("v", Places.A1.id());
    private static final ContentSource SNAPSHOT = new ContentSource.FromSnapshot(SnapshotId.of("s", Places.A1.id()));
    private static final ContentSource CLONED = new ContentSource.FromVolume(VolumeId.of("w", Places.A1.id()));

    /** Made by {@code request("v")} on the home A1. */
    private static final Volume VOLUME = volume(Set.of(EXT4), new Contents.Blank(), Optional.empty());

    private static Volume volume(
            Set<VolumeCapability> capabilities, Contents contents, Optional<ContentSource> source) {
        return new Volume(
                ID,
                "v",
                ONE_GIB,
                capabilities,
                VolumeParameters.DEFAULT,
                source,
                contents,
                Instant.EPOCH,
                Places.A1.accessibleFrom(),
                Optional.empty());
    }

    private static CapacityRange range(ByteSize required, ByteSize limit) {
        return new CapacityRange(required, Optional.of(limit));
    }

    private static VolumeCapability mode(AccessMode mode) {
        return new VolumeCapability(EXT4.accessType(), mode);
    }

    static Stream<Arguments> satisfied() {
        VolumeRequest asked = request("v");
        AccessType flagged = new AccessType.Mounted(Optional.of(FilesystemType.EXT4), List.of("noatime"));
        return Stream.of(
                Arguments.of("the same request", asked),
                Arguments.of("a range that begins lower", sized(asked, CapacityRange.atLeast(ByteSize.ofBytes(1)))),
                Arguments.of("no range at all", sized(asked, CapacityRange.ANY)),
                Arguments.of("a range that ends at its size", sized(asked, range(ONE_GIB, ONE_GIB))),
                Arguments.of("a range that ends higher", sized(asked, range(ByteSize.ZERO, TWO_GIB))),
                Arguments.of("its place as requisite", at(asked, "zone=a rack=1", "")),
                Arguments.of("its place among several", at(asked, "zone=b | zone=a", "zone=b | zone=a")),
                Arguments.of("another order of preference", at(asked, "zone=a | zone=b", "zone=b | zone=a")),
                Arguments.of("a preference for elsewhere", at(asked, "", "zone=b")),
                Arguments.of("its place in other case", at(asked, "ZONE=a", "")),
                Arguments.of("an empty term", at(asked, "*", "")),
                Arguments.of("its pool by name", with(asked, inPool("fast"))),
                Arguments.of("any filesystem", used(asked, ANY_FILESYSTEM)),
                Arguments.of(
                        "other flags for the mount", used(asked, new VolumeCapability(flagged, EXT4.accessMode()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("satisfied")
    void aVolumeSatisfiesARequestThatItMeets(String row, VolumeRequest asked) {
        assertThat(Compatibility.difference(VOLUME, "fast", asked)).as(row).isEmpty();
    }

    static Stream<Arguments> different() {
        VolumeRequest asked = request("v");
        VolumeParameters plain = VolumeParameters.DEFAULT;
        return Stream.of(
                Arguments.of(sized(asked, CapacityRange.atLeast(TWO_GIB)), "capacity_range: it has 1Gi"),
                Arguments.of(sized(asked, range(ByteSize.ZERO, ByteSize.ofMebibytes(1))), "capacity_range: it has 1Gi"),
                Arguments.of(copying(asked, SNAPSHOT), "volume_content_source: it has none"),
                Arguments.of(copying(asked, CLONED), "volume_content_source: it has none"),
                Arguments.of(at(asked, "zone=b", ""), "accessibility_requirements: it has [rack=1,zone=a]"),
                Arguments.of(at(asked, "zone=a rack=2", ""), "accessibility_requirements"),
                Arguments.of(at(asked, "room=1", ""), "accessibility_requirements"),
                Arguments.of(with(asked, inPool("slow")), "parameters: pool: it has fast, the request says slow"),
                Arguments.of(
                        with(asked, new VolumeParameters(Optional.empty(), Provisioning.THICK, List.of(), List.of())),
                        "parameters: provisioning: it has THIN, the request says THICK"),
                Arguments.of(
                        with(
                                asked,
                                new VolumeParameters(plain.pool(), plain.provisioning(), List.of("-m0"), List.of())),
                        "parameters: mkfsOptions"),
                Arguments.of(
                        with(
                                asked,
                                new VolumeParameters(
                                        plain.pool(), plain.provisioning(), List.of(), List.of("noatime"))),
                        "parameters: mountOptions"),
                Arguments.of(used(asked, BLOCK), "volume_capabilities: the volume was not made for block"),
                Arguments.of(used(asked, EXT4, BLOCK), "volume_capabilities: the volume was not made for block"),
                Arguments.of(used(asked, XFS), "the volume was not made for mount with xfs as SINGLE_NODE_WRITER"),
                Arguments.of(
                        used(asked, mode(AccessMode.SINGLE_NODE_SINGLE_WRITER)),
                        "not made for mount with ext4 as SINGLE_NODE_SINGLE_WRITER"),
                Arguments.of(used(asked, mode(AccessMode.MULTI_NODE_READER_ONLY)), "as MULTI_NODE_READER_ONLY"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("different")
    void whatAVolumeDoesNotMeetIsNamed(VolumeRequest asked, String difference) {
        assertThat(Compatibility.difference(VOLUME, "fast", asked))
                .hasValueSatisfying(named -> assertThat(named).contains(difference));
    }

    @Test
    void aRestoreIsTheSameOnlyFromTheSameSource() {
        Volume restored = volume(Set.of(EXT4), new Contents.Blank(), Optional.of(SNAPSHOT));
        ContentSource other = new ContentSource.FromSnapshot(SnapshotId.of("t", Places.A1.id()));

        assertThat(Compatibility.difference(restored, "fast", copying(request("v"), SNAPSHOT)))
                .isEmpty();
        assertThat(Compatibility.difference(restored, "fast", copying(request("v"), other)))
                .isPresent();
        assertThat(Compatibility.difference(restored, "fast", copying(request("v"), CLONED)))
                .isPresent();
        assertThat(Compatibility.difference(restored, "fast", request("v"))).isPresent();
    }

    @Test
    void aVolumeThatLeftItsFilesystemOpenIsBoundByTheOneThatItGot() {
        Volume open = volume(Set.of(ANY_FILESYSTEM), new Contents.Blank(), Optional.empty());
        Volume made = open.withContents(new Contents.Formatted(FilesystemType.XFS));

        assertThat(Compatibility.unsupported(open, List.of(ANY_FILESYSTEM))).isEmpty();
        assertThat(Compatibility.unsupported(made, List.of(ANY_FILESYSTEM))).isEmpty();
        assertThat(Compatibility.unsupported(made, List.of(XFS))).isEmpty();
        assertThat(Compatibility.unsupported(made, List.of(EXT4))).isPresent();
    }

    @Test
    void aVolumeMadeForBothServesBothAndEach() {
        Volume both = volume(Set.of(EXT4, BLOCK), new Contents.Blank(), Optional.empty());

        assertThat(Compatibility.unsupported(both, List.of(EXT4, BLOCK))).isEmpty();
        assertThat(Compatibility.unsupported(both, List.of(BLOCK))).isEmpty();
        assertThat(Compatibility.unsupported(both, List.of(XFS))).isPresent();
        assertThat(Compatibility.unsupported(both, List.of())).isEmpty();
    }

    @Test
    void aSnapshotIsTheSameWithTheSameSourceConsistencyAndPlace() {
        Snapshot snapshot = new Snapshot(
                SnapshotId.of("s", Places.A1.id()),
                "s",
                ID,
                ONE_GIB,
                Consistency.SYNCED,
                new Contents.Blank(),
                Instant.EPOCH,
                true,
                Places.A1.accessibleFrom(),
                Optional.empty());
        VolumeId other = VolumeId.of("other", Places.A1.id());
        TopologyRequirement anywhere = TopologyRequirement.NONE;

        assertThat(Compatibility.difference(snapshot, new SnapshotRequest("s", ID, Consistency.SYNCED, anywhere)))
                .isEmpty();
        assertThat(Compatibility.difference(snapshot, new SnapshotRequest("s", other, Consistency.SYNCED, anywhere)))
                .hasValueSatisfying(named -> assertThat(named).startsWith("source_volume_id: it has " + ID));
        assertThat(Compatibility.difference(snapshot, new SnapshotRequest("s", ID, Consistency.FROZEN, anywhere)))
                .hasValueSatisfying(named -> assertThat(named).startsWith("parameters: consistency: it has SYNCED"));
        assertThat(Compatibility.difference(
                        snapshot,
                        new SnapshotRequest(
                                "s", ID, Consistency.SYNCED, Places.requirement("zone=b | zone=a", "zone=b"))))
                .isEmpty();
        assertThat(Compatibility.difference(
                        snapshot, new SnapshotRequest("s", ID, Consistency.SYNCED, Places.requirement("zone=b", ""))))
                .hasValueSatisfying(named -> assertThat(named).startsWith("accessibility_requirements: it has"));
    }
}
