package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.cloud.instance.InstanceVolumes;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.DiskQuality;
import dev.zonal.csi.model.DiskWishes;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The driver meets the habits of clouds (docs/cloud.md has the table): each test bears the number of one. */
final class DriverMeetsHabitsTest {
    private static final ByteSize SIZE = ByteSize.ofMebibytes(64);
    private static final Set<VolumeCapability> BLOCK =
            Set.of(new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER));

    private DiskBench bench = new DiskBench("");

    @AfterEach
    void close() {
        bench.close();
    }

    private void given(String description) {
        bench.close();
        bench = new DiskBench(description);
    }

    private Volume create(String name, String zone, String... categories) {
        return bench.backend()
                .createVolume(new NewVolume(
                        VolumeId.of(name, DiskBench.home(zone)),
                        name,
                        SIZE,
                        BLOCK,
                        new VolumeParameters(
                                Optional.empty(),
                                Provisioning.THIN,
                                List.of(),
                                List.of(),
                                new DiskWishes(Arrays.asList(categories), OptionalLong.empty(), false)),
                        Optional.empty()));
    }

    private Map<String, String> attach(Volume volume, Instance instance) {
        return bench.backend().attachments().attach(volume.id(), instance.id().text(), false, false);
    }

    private void detach(Volume volume, Instance instance) {
        bench.backend()
                .attachments()
                .detach(volume.id(), Optional.of(instance.id().text()));
    }

    private List<String> nodes(Volume volume) {
        return bench.disk(volume.id()).attachments().stream()
                .map(attachment -> attachment.instance().text())
                .toList();
    }

    private Snapshot cut(String name, Volume volume) {
        return bench.backend()
                .createSnapshot(new NewSnapshot(
                        SnapshotId.of(name, volume.id().home()), name, volume.id(), Consistency.SYNCED));
    }

    private void fault(ApiCall call, FaultEffect effect, int times) {
        bench.control()
                .addFault(new FaultPlan(
                        Optional.of(call), effect, 1, Duration.ZERO, OptionalInt.of(times), Optional.empty()));
    }

    private long disks() {
        return bench.outside().disks().size();
    }

    @Test
    void habit01AnotherZonesDiskIsRefusedWithBothZones() {
        Instance instance = bench.instance("i-1", "b");
        Volume volume = create("v", "a");

        assertThatThrownBy(() -> attach(volume, instance))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is in zone a")
                .hasMessageContaining("i-1 is in zone b");
    }

    @Test
    void habit02AZoneWithoutInstancesIsTakenLast() {
        assertThat(bench.backend().homes()).extracting(Home::id).first().isEqualTo(DiskBench.home("a"));

        bench.instance("i-1", "c");

        assertThat(bench.backend().homes())
                .extracting(Home::id)
                .containsExactly(DiskBench.home("c"), DiskBench.home("a"), DiskBench.home("b"));
        assertThat(create("v", "b").id().home()).isEqualTo(DiskBench.home("b"));
    }

    @Test
    void habit03ACategoryThatIsNotSoldThereIsLookedForElsewhere() {
        assertThatThrownBy(() -> create("v", "c", "fast"))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("not sold in zone c, but in a, b");
        assertThat(bench.disk(create("w", "c", "fast", "standard").id()).category())
                .isEqualTo("standard");
        assertThatThrownBy(() -> create("x", "c", "fsat"))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("did you mean 'fast'?");
    }

    @Test
    void habit04WhatNoInstanceOfTheZoneTakesIsNotMade() {
        bench.instance("i-1", "a");

        assertThatThrownBy(() -> create("v", "a", "fast"))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("no instance in zone a");
        assertThat(disks()).isZero();
    }

    @Test
    void habit05AZoneThatIsSoldOutSendsItsCallersElsewhere() {
        bench.control().setSoldOut("a", Optional.of("standard"), true);

        assertThatThrownBy(() -> create("v", "a", "standard")).isInstanceOf(StorageException.ResourceExhausted.class);
        assertThat(bench.disk(create("v", "a", "standard", "shared").id()).category())
                .isEqualTo("shared");
    }

    @Test
    void habit06And07ADiskThatVanishesOrFailsIsMadeAnew() {
        fault(ApiCall.CREATE_DISK, FaultEffect.VANISHES_LATER, 1);
        Volume vanished = create("v", "a");
        fault(ApiCall.CREATE_DISK, FaultEffect.FAILS_LATER, 1);
        Volume failed = create("w", "a");

        assertThat(List.of(
                        bench.disk(vanished.id()).state(),
                        bench.disk(failed.id()).state()))
                .allMatch(state -> state == DiskState.AVAILABLE);
        assertThat(disks()).isEqualTo(2);
    }

    @Test
    void habit08AQuotaThatIsLookedAtFirstHidesNoDiskThatIsThere() {
        given("""
                limits: {disksPerRegion: 1}
                habits: {quotaBeforeIdempotency: true}
                """);
        fault(ApiCall.CREATE_DISK, FaultEffect.TIMEOUT_AFTER_SUCCESS, 1);

        Volume volume = create("v", "a");

        assertThat(bench.disk(volume.id()).state()).isEqualTo(DiskState.AVAILABLE);
        assertThatThrownBy(() -> create("w", "a")).isInstanceOf(StorageException.ResourceExhausted.class);
    }

    @Test
    void habit09AnswersThatAreLostChangeNothing() {
        Instance instance = bench.instance("i-1", "a");
        for (ApiCall call : List.of(
                ApiCall.CREATE_DISK,
                ApiCall.ATTACH_DISK,
                ApiCall.DETACH_DISK,
                ApiCall.MODIFY_DISK,
                ApiCall.CREATE_SNAPSHOT,
                ApiCall.DELETE_SNAPSHOT,
                ApiCall.DELETE_DISK)) {
            fault(call, FaultEffect.TIMEOUT_AFTER_SUCCESS, 1);
            fault(call, FaultEffect.THROTTLED_AFTER_SUCCESS, 1);
        }

        Volume volume = create("v", "a");
        attach(volume, instance);
        detach(volume, instance);
        bench.backend().expandVolume(volume.id(), SIZE.plus(SIZE));
        Snapshot snapshot = cut("s", volume);
        assertThat(disks()).isOne();
        assertThat(bench.outside().snapshots()).hasSize(1);

        bench.backend().deleteSnapshot(snapshot.id());
        bench.backend().deleteVolume(volume.id());
        bench.control().advanceClock(Duration.ofMinutes(1));
        assertThat(disks()).isZero();
        assertThat(bench.outside().snapshots()).isEmpty();
    }

    @Test
    void habit10ThrottlingIsWaitedFor() {
        given("rates: {every: {burst: 1, perSecond: 1}}");

        for (int i = 0; i < 5; i++) {
            create("v" + i, "a");
        }

        assertThat(bench.backend().volumes(Optional.empty(), 10)).hasSize(5);
    }

    @Test
    void habit11OneDiskThatIsGoneFailsNoLookAtOthers() {
        Volume there = create("v", "a");
        SharedLooks<DiskId, Disk> looks = new SharedLooks<>(bench.cloud()::describeDisks, Disk::id, bench.waiting);
        DiskId known = bench.disk(there.id()).id();

        assertThat(looks.now(new DiskId("disk-gone"))).isEmpty();
        assertThat(looks.now(known)).isPresent();
    }

    @Test
    void habit12OldReadsAreNotBelieved() {
        given("habits: {staleReads: 3s, sizeShownEarly: true}");
        Instance instance = bench.instance("i-1", "a");
        Volume volume = create("v", "a");

        attach(volume, instance);
        assertThat(bench.backend().expandVolume(volume.id(), SIZE.plus(SIZE)).capacity())
                .isEqualTo(SIZE.plus(SIZE));
        detach(volume, instance);
        attach(volume, instance);
        bench.backend().refresh();
        bench.waiting.pause(Duration.ofSeconds(5));
        assertThat(bench.disk(volume.id()).size()).isEqualTo(SIZE.plus(SIZE));

        assertThat(bench.backend().attachments().nodesOf(volume.id())).containsExactly("i-1");
        assertThat(bench.backend().volume(volume.id())).isPresent();
    }

    @Test
    void habit13TheAttachLimitIsThatOfTheInstanceNow() {
        given("instanceTypes: {small: {slots: 4, otherDevices: 1, categories: [standard]}}");
        Instance instance = bench.instance("i-1", "a");
        InstanceVolumes volumes = bench.volumesOf(instance);
        assertThat(volumes.maximumVolumes()).isEqualTo(3);
        bench.control().setOtherDevices(instance.id(), 3);
        assertThat(volumes.maximumVolumes()).isEqualTo(1);
        fault(ApiCall.LIST_INSTANCES, FaultEffect.UNAVAILABLE, 9);
        assertThat(volumes.maximumVolumes()).isEqualTo(1);
        bench.backend().refresh();
        attach(create("v", "a"), instance);

        assertThatThrownBy(() -> attach(create("w", "a"), instance))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("takes 1 disks");
    }

    @Test
    void habit14BeyondTheLimitNothingStaysAttaching() {
        given("""
                instanceTypes: {small: {slots: 2, otherDevices: 1, categories: [standard]}}
                habits: {overLimitStaysAttaching: true}
                """);
        Instance instance = bench.instance("i-1", "a");
        Volume first = create("v", "a");
        Volume second = create("w", "a");
        attach(first, instance);

        assertThatThrownBy(() -> attach(second, instance)).isInstanceOf(StorageException.ResourceExhausted.class);
        assertThat(nodes(second)).isEmpty();
    }

    @Test
    void habit15And21TheDeviceIsFoundByItsSerialHoweverItsNamesAreReused() {
        given("""
                delays: {device: 20s}
                habits: {deviceNameReused: true, staleLinks: true}
                """);
        Instance instance = bench.instance("i-1", "a");
        InstanceVolumes node = bench.volumesOf(instance);
        Volume volume = create("v", "a");
        node.learn(volume.id(), attach(volume, instance));
        Path first = node.attach(volume.id(), false);
        bench.bench.host.writeDevice(first, 0, "v".getBytes(StandardCharsets.UTF_8));
        node.detach(volume.id());
        detach(volume, instance);
        Volume other = create("w", "a");
        node.learn(other.id(), attach(other, instance));
        assertThat(node.attach(other.id(), false)).isEqualTo(first);

        node.learn(volume.id(), attach(volume, instance));
        Path again = node.attach(volume.id(), false);

        assertThat(again).isNotEqualTo(first);
        assertThat(bench.bench.host.readDevice(again, 0, 1)).containsExactly('v');
        assertThat(node.volumeOn(first)).contains(other.id());
    }

    @Test
    void habit16TheDetachOfABusyDiskIsWaitedForAndHoldsNoOther() {
        Instance instance = bench.instance("i-1", "a");
        Volume busy = create("v", "a");
        Volume other = create("w", "a");
        attach(busy, instance);
        Path device = bench.bench.host.loopTable().getFirst().path();
        bench.bench.host.kernel().filesystems().format(device, FilesystemType.EXT4, List.of());
        bench.bench.host.makeDirectories(Path.of("/mnt"));
        bench.bench.host.kernel().mounts().mount(device, Path.of("/mnt"), "ext4", List.of());

        assertThatThrownBy(() -> detach(busy, instance)).isInstanceOf(StorageException.Unavailable.class);
        attach(other, instance);
        detach(other, instance);
        assertThat(nodes(busy)).containsExactly("i-1");
        bench.bench.host.kernel().mounts().unmount(Path.of("/mnt"));
        detach(busy, instance);

        assertThat(nodes(busy)).isEmpty();
    }

    @Test
    void habit17AttachDuringDetachWaitsForItsEnd() {
        for (String habit : List.of("refused", "answered")) {
            given("habits: {attachDuringDetach: " + habit + "}");
            Instance instance = bench.instance("i-1", "a");
            Volume volume = create("v", "a");
            attach(volume, instance);
            bench.outside()
                    .detachDisk(
                            new DetachDisk(bench.disk(volume.id()).id(), instance.id(), false),
                            bench.waiting.freshToken());

            attach(volume, instance);

            assertThat(bench.disk(volume.id()).attachments())
                    .extracting(DiskAttachment::state)
                    .containsExactly(DiskAttachment.State.ATTACHED);
        }
    }

    @Test
    void habit18And19ADiskComesBackFromAnInstanceThatIsGone() {
        given("habits: {danglingAttachments: 10m}");
        Instance first = bench.instance("i-1", "a");
        Instance second = bench.instance("i-2", "a");
        Volume volume = create("v", "a");
        attach(volume, first);
        assertThatThrownBy(() -> attach(volume, second))
                .isInstanceOf(StorageException.FailedPrecondition.class)
                .hasMessageContaining("is on node i-1");

        bench.control().killInstance(first.id());
        attach(volume, second);
        detach(volume, first);

        assertThat(nodes(volume)).containsExactly("i-2");
        detach(volume, second);
        assertThatThrownBy(() -> attach(volume, first)).isInstanceOf(StorageException.NotFound.class);
    }

    @Test
    void habit20OneChangeOfAnInstanceAtATimeIsWaitedFor() {
        given("habits: {oneChangePerInstance: true}");
        Instance instance = bench.instance("i-1", "a");
        Volume busy = create("v", "a");
        Volume volume = create("w", "a");
        bench.outside()
                .attachDisk(
                        new AttachDisk(bench.disk(busy.id()).id(), instance.id(), false), bench.waiting.freshToken());

        attach(volume, instance);

        assertThat(nodes(volume)).containsExactly("i-1");
    }

    @Test
    void habit22WhatWasDetachedByHandIsSeenAndAListWithoutAZoneTakesNothingAway() {
        given("habits: {listsWithoutDownZones: true}");
        Instance instance = bench.instance("i-1", "a");
        Volume volume = create("v", "a");
        attach(volume, instance);
        bench.control().setZoneUp("a", false);
        bench.control().advanceClock(Duration.ofMinutes(1));
        bench.waiting.pause(Duration.ofMinutes(1));
        bench.backend().refresh();
        assertThat(bench.backend().attachments().nodesOf(volume.id())).containsExactly("i-1");

        bench.control().setZoneUp("a", true);
        bench.control().detachByHand(bench.disk(volume.id()).id());
        bench.waiting.pause(Duration.ofMinutes(1));
        bench.backend().refresh();
        assertThat(bench.backend().attachments().nodesOf(volume.id())).isEmpty();
        attach(volume, instance);
        assertThat(nodes(volume)).containsExactly("i-1");
    }

    @Test
    void habit23ASnapshotIsCutNowReadyLaterAndCutAnewWhereItFails() {
        Volume volume = create("v", "a");
        fault(ApiCall.CREATE_SNAPSHOT, FaultEffect.FAILS_LATER, 1);
        Snapshot cut = cut("s", volume);
        assertThat(cut.readyToUse()).isFalse();
        assertThatThrownBy(() -> bench.backend().awaitReady(cut.id()))
                .isInstanceOf(StorageException.FailedPrecondition.class);
        bench.waiting.pause(Duration.ofMinutes(1));
        bench.backend().refresh();

        assertThat(cut("s", volume).readyToUse()).isFalse();
        assertThat(bench.backend().awaitReady(cut.id()).readyToUse()).isTrue();
        assertThat(cut("s", volume).readyToUse()).isTrue();
        assertThat(bench.outside().snapshots()).hasSize(1);
    }

    @Test
    void habit23ASnapshotIsReadyWithTheFirstListThatSaysSo() {
        Volume volume = create("v", "a");
        Snapshot cut = cut("s", volume);
        bench.waiting.pause(Duration.ofSeconds(5));
        bench.backend().refreshSnapshots();

        assertThat(bench.backend().snapshot(cut.id()))
                .hasValueSatisfying(seen -> assertThat(seen.readyToUse()).isTrue());
    }

    @Test
    void habit24TheNextSnapshotOfADiskIsWaitedForWithinTheDeadline() {
        given("limits: {snapshotInterval: 1m}");
        Volume volume = create("v", "a");
        cut("s", volume);
        Deadline tooShort = Deadline.of(Optional.of(Duration.ofSeconds(10)), () -> false);

        assertThatThrownBy(() -> tooShort.call(() -> cut("t", volume)))
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("is younger than");
        assertThat(bench.outside().snapshots()).hasSize(1);
        cut("t", volume);

        assertThat(bench.outside().snapshots()).hasSize(2);
    }

    @Test
    void habit24ARegionWithAsManyPendingSnapshotsAsItTakesTakesTheNextOneLater() {
        given("""
                limits: {pendingSnapshotsPerRegion: 1}
                delays: {snapshot: 5m}
                """);
        Volume volume = create("v", "a");
        Snapshot first = cut("s", volume);

        assertThatThrownBy(() -> cut("t", volume))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("pending snapshots");
        bench.backend().awaitReady(first.id());

        assertThat(cut("t", volume).readyToUse()).isFalse();
    }

    @Test
    void habit25ARestoreInAnotherZoneWaitsUntilItsDiskIsReady() {
        given("delays: {restore: 5m}");
        Volume volume = create("v", "a");
        bench.write(volume.id(), "data");
        Snapshot snapshot = bench.backend().awaitReady(cut("s", volume).id());

        Volume restored = bench.backend()
                .createVolume(new NewVolume(
                        VolumeId.of("copy", DiskBench.home("b")),
                        "copy",
                        SIZE,
                        BLOCK,
                        VolumeParameters.DEFAULT,
                        Optional.of(new ContentSource.FromSnapshot(snapshot.id()))));

        assertThat(restored.accessibleFrom().getFirst().segment("zone")).contains("b");
        assertThat(bench.read(restored.id(), 4)).isEqualTo("data");
    }

    @Test
    void aChangeOfItsDiskIsSeenToEnd() {
        Volume volume = create("v", "a");

        bench.backend()
                .modifications()
                .modify(volume.id(), new DiskQuality(Optional.of("shared"), OptionalLong.of(5000)));

        Disk disk = bench.disk(volume.id());
        assertThat(disk.modifying()).isFalse();
        assertThat(disk.category()).isEqualTo("shared");
        assertThat(disk.iops()).isEqualTo(5000);
        assertThatThrownBy(() -> bench.backend()
                        .modifications()
                        .modify(volume.id(), new DiskQuality(Optional.of("sharde"), OptionalLong.empty())))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("did you mean 'shared'?");
    }

    @Test
    void aZoneThatIsDownSendsItsCallersElsewhereAndHoldsNoOther() {
        bench.control().setZoneUp("a", false);
        bench.backend().refresh();

        assertThatThrownBy(() -> create("v", "a")).isInstanceOf(StorageException.Unavailable.class);
        assertThat(create("v", "b").id().home()).isEqualTo(DiskBench.home("b"));
    }
}
