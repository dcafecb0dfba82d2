package dev.zonal.csi.cloud.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.cloud.DiskAttachment.State;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The habits of clouds that drivers have stumbled over, each with what a caller sees of it (docs/cloud.md has the table). */
final class HabitsTest {
    private static final ByteSize GIB = ByteSize.ofGibibytes(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    private CloudBench bench = new CloudBench("");
    private int tokens;

    @AfterEach
    void close() {
        bench.close();
    }

    private void given(String description) {
        bench.close();
        bench = new CloudBench(description);
    }

    private Cloud cloud() {
        return bench.cloud();
    }

    private ClientToken token() {
        return new ClientToken("token-" + tokens++);
    }

    private void later(Duration by) {
        bench.control().advanceClock(by);
    }

    private static void refused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }

    private void plan(ApiCall call, FaultEffect effect, int times) {
        bench.control()
                .addFault(new FaultPlan(
                        Optional.of(call), effect, 1, Duration.ZERO, OptionalInt.of(times), Optional.empty()));
    }

    private Disk disk(String zone) {
        return disk(zone, "standard");
    }

    private Disk disk(String zone, String category) {
        Disk disk = cloud().createDisk(NewDisk.blank(zone, category, GIB), token());
        later(LONG);
        return disk;
    }

    private Disk look(DiskId id) {
        return cloud().describeDisks(Set.of(id)).getFirst();
    }

    private Instance instance(String name, String zone) {
        return cloud().addInstance(new NewInstance(new InstanceId(name), zone, "small"), token());
    }

    private Disk accept(Disk disk, Instance instance) {
        return cloud().attachDisk(new AttachDisk(disk.id(), instance.id(), false), token());
    }

    private Disk attach(Disk disk, Instance instance) {
        accept(disk, instance);
        later(LONG);
        return look(disk.id());
    }

    private void detach(Disk disk, Instance instance, boolean force) {
        cloud().detachDisk(new DetachDisk(disk.id(), instance.id(), force), token());
    }

    private List<State> states(Disk disk) {
        return look(disk.id()).attachments().stream().map(DiskAttachment::state).toList();
    }

    private Path link(Disk disk, Instance instance) {
        return CloudBench.FOLDER
                .resolve("by-serial")
                .resolve(instance.id().text())
                .resolve(disk.serial());
    }

    private Optional<FileStatus> linkStatus(Disk disk, Instance instance) {
        return bench.host.ports().files().status(link(disk, instance));
    }

    @Test
    void h01_aDiskAttachesInItsZoneAlone() {
        refused(Kind.INVALID, () -> attach(disk("a"), instance("i-1", "b")));
    }

    @Test
    void h02_aZoneWithoutInstancesSellsDisks() {
        assertThat(cloud().instances()).isEmpty();
        assertThat(look(disk("c").id()).state()).isEqualTo(DiskState.AVAILABLE);
    }

    @Test
    void h03_aCategoryIsNotSoldInEveryZone() {
        refused(Kind.INVALID, () -> disk("c", "fast"));
        assertThat(look(disk("a", "fast").id()).state()).isEqualTo(DiskState.AVAILABLE);
    }

    @Test
    void h04_anInstanceTypeRefusesACategory() {
        Disk made = disk("a", "fast");
        refused(Kind.INVALID, () -> attach(made, instance("i-1", "a")));
    }

    @Test
    void h05_aZoneIsSoldOut() {
        bench.control().setSoldOut("a", Optional.of("standard"), true);
        refused(Kind.SOLD_OUT, () -> disk("a"));
        later(Duration.ofHours(3));
        refused(Kind.SOLD_OUT, () -> disk("a"));
        assertThat(disk("b").zones()).containsExactly("b");
        assertThat(disk("a", "fast").zones()).containsExactly("a");

        bench.control().setSoldOut("a", Optional.empty(), false);
        assertThat(disk("a").zones()).containsExactly("a");
    }

    @Test
    void h06_aDiskIsAcceptedAndVanishes() {
        plan(ApiCall.CREATE_DISK, FaultEffect.VANISHES_LATER, 1);
        Disk accepted = cloud().createDisk(NewDisk.blank("a", "standard", GIB), token());
        assertThat(look(accepted.id()).state()).isEqualTo(DiskState.CREATING);

        later(LONG);

        refused(Kind.NOT_FOUND, () -> look(accepted.id()));
        assertThat(cloud().disks()).isEmpty();
    }

    @Test
    void h07_aTokenIsShortMeansOneRequestAndIsBurntByAFailedDisk() {
        assertThatThrownBy(() -> new ClientToken("x".repeat(65))).isInstanceOf(CloudException.class);
        plan(ApiCall.CREATE_DISK, FaultEffect.FAILS_LATER, 1);
        ClientToken token = token();
        NewDisk request = NewDisk.blank("a", "standard", GIB);
        Disk failed = cloud().createDisk(request, token);
        later(LONG);

        Disk again = cloud().createDisk(request, token);

        assertThat(again.id()).isEqualTo(failed.id());
        assertThat(again.state()).isEqualTo(DiskState.FAILED);
        refused(Kind.TOKEN_REUSED, () -> cloud().createDisk(NewDisk.blank("b", "standard", GIB), token));
        refused(Kind.CONFLICT, () -> attach(again, instance("i-1", "a")));
        cloud().deleteDisk(failed.id(), token());
        later(LONG);
        assertThat(cloud().createDisk(request, token).id()).isNotEqualTo(failed.id());
    }

    @Test
    void h08_theQuotaIsCheckedBeforeTheToken() {
        given("""
                limits: {disksPerRegion: 1}
                habits: {quotaBeforeIdempotency: true}
                """);
        ClientToken token = token();
        NewDisk request = NewDisk.blank("a", "standard", GIB);
        cloud().createDisk(request, token);
        refused(Kind.QUOTA, () -> cloud().createDisk(request, token));

        given("limits: {disksPerRegion: 1}");
        Disk first = cloud().createDisk(request, token);
        assertThat(cloud().createDisk(request, token).id()).isEqualTo(first.id());
        refused(Kind.QUOTA, () -> disk("b"));
    }

    @Test
    void h09_aCallFailsAfterItWasDone() {
        Instance instance = instance("i-1", "a");
        Disk disk = disk("a");
        plan(ApiCall.ATTACH_DISK, FaultEffect.THROTTLED_AFTER_SUCCESS, 1);
        ClientToken token = token();
        AttachDisk request = new AttachDisk(disk.id(), instance.id(), false);

        refused(Kind.THROTTLED, () -> cloud().attachDisk(request, token));

        assertThat(states(disk)).containsExactly(State.ATTACHING);
        assertThat(cloud().attachDisk(request, token).attachments()).hasSize(1);
    }

    @Test
    void h10_callsAreThrottledForEachCallAndAccount() {
        given("rates: {every: {burst: 2, perSecond: 4}}");
        cloud().disks();
        cloud().disks();
        assertThatThrownBy(() -> cloud().disks())
                .isInstanceOfSatisfying(
                        CloudException.class,
                        failure -> assertThat(failure.retryAfter()).contains(Duration.ofMillis(250)));

        assertThat(cloud().snapshots()).isEmpty();
        assertThat(bench.running().as("another").disks()).isEmpty();
        later(Duration.ofMillis(250));
        assertThat(cloud().disks()).isEmpty();
        refused(Kind.THROTTLED, () -> cloud().disks());
    }

    @Test
    void h11_oneUnknownIdFailsABatch() {
        Disk known = disk("a");
        Set<DiskId> batch = Set.of(known.id(), new DiskId("disk-unknown"));
        refused(Kind.NOT_FOUND, () -> cloud().describeDisks(batch));

        given("habits: {unknownIdFailsBatch: false}");
        Disk other = disk("a");
        assertThat(cloud().describeDisks(Set.of(other.id(), new DiskId("disk-unknown"))))
                .extracting(Disk::id)
                .containsExactly(other.id());
    }

    @Test
    void h12_readsFlickerAndTheNewSizeIsShownEarly() {
        given("""
                habits: {staleReads: 10s, sizeShownEarly: true}
                """);
        Disk disk = cloud().createDisk(NewDisk.blank("a", "standard", GIB), token());
        Set<Integer> listed = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            listed.add(cloud().disks().size());
        }
        assertThat(listed).containsExactlyInAnyOrder(0, 1);

        later(LONG);
        assertThat(cloud().disks()).hasSize(1);
        Disk growing = cloud().modifyDisk(disk.id(), DiskChange.ofSize(ByteSize.ofGibibytes(2)), token());
        assertThat(growing.size()).isEqualTo(ByteSize.ofGibibytes(2));
        assertThat(growing.modifying()).isTrue();
    }

    @Test
    void h13_theAttachLimitIsSharedAndChanges() {
        given("instanceTypes: {small: {slots: 3, otherDevices: 1}}");
        Instance instance = instance("i-1", "a");
        attach(disk("a"), instance);
        bench.control().setOtherDevices(instance.id(), 2);
        Disk more = disk("a");
        refused(Kind.QUOTA, () -> attach(more, instance));

        bench.control().setOtherDevices(instance.id(), 0);
        assertThat(states(attach(more, instance))).containsExactly(State.ATTACHED);
    }

    @Test
    void h14_overTheLimitAnAttachmentStaysAttaching() {
        given("""
                instanceTypes: {small: {slots: 1, otherDevices: 0}}
                habits: {overLimitStaysAttaching: true}
                """);
        Instance instance = instance("i-1", "a");
        attach(disk("a"), instance);
        Disk more = disk("a");
        accept(more, instance);
        later(Duration.ofDays(1));

        assertThat(states(more)).containsExactly(State.ATTACHING);
        detach(more, instance, false);
        later(LONG);
        assertThat(look(more.id()).state()).isEqualTo(DiskState.AVAILABLE);
    }

    @Test
    void h15_aDeviceNameIsGivenAgainWhileTheGuestStillHasIt() {
        given("habits: {deviceNameReused: true}");
        Instance instance = instance("i-1", "a");
        Disk leaving = attach(disk("a"), instance);
        Disk coming = disk("a");
        detach(leaving, instance, false);

        assertThat(accept(coming, instance).attachments().getFirst().deviceHint())
                .isEqualTo(leaving.attachments().getFirst().deviceHint());

        given("");
        Instance other = instance("i-1", "a");
        Disk first = attach(disk("a"), other);
        Disk second = disk("a");
        detach(first, other, false);
        assertThat(accept(second, other).attachments().getFirst().deviceHint())
                .isNotEqualTo(first.attachments().getFirst().deviceHint());
    }

    @Test
    void h16_theDetachOfABusyDiskHangs() {
        Instance instance = instance("i-1", "a");
        Disk disk = attach(disk("a"), instance);
        Path device = mount();
        detach(disk, instance, false);
        later(Duration.ofHours(1));
        assertThat(states(disk)).containsExactly(State.DETACHING);
        assertThat(bench.host.loopTable()).hasSize(1);

        bench.host.kernel().mounts().unmount(Path.of("/mnt"));
        later(LONG);

        assertThat(look(disk.id()).state()).isEqualTo(DiskState.AVAILABLE);
        assertThat(bench.host.loopTable()).extracting(LoopDevice::path).doesNotContain(device);
    }

    private Path mount() {
        Path device = bench.host.loopTable().getFirst().path();
        bench.host.kernel().filesystems().format(device, FilesystemType.EXT4, List.of());
        bench.host.makeDirectories(Path.of("/mnt"));
        bench.host.kernel().mounts().mount(device, Path.of("/mnt"), "ext4", List.of());
        return device;
    }

    @Test
    void h17_attachingWhileTheSameIsBeingDetached() {
        Instance instance = instance("i-1", "a");
        Disk disk = attach(disk("a"), instance);
        detach(disk, instance, false);
        refused(Kind.CONFLICT, () -> accept(disk, instance));

        given("habits: {attachDuringDetach: answered}");
        Instance other = instance("i-1", "a");
        Disk leaving = attach(disk("a"), other);
        detach(leaving, other, false);
        assertThat(accept(leaving, other).attachments()).hasSize(1);
        later(LONG);
        assertThat(look(leaving.id()).attachments()).isEmpty();
    }

    @Test
    void h18_byForceADiskLeavesALiveInstanceAndADeadOneKeepsItsDisksAWhile() {
        given("habits: {danglingAttachments: 6m}");
        Instance instance = instance("i-1", "a");
        Disk busy = attach(disk("a"), instance);
        mount();
        detach(busy, instance, true);
        assertThat(look(busy.id()).attachments()).isEmpty();

        Disk dangling = attach(disk("a"), instance);
        bench.control().killInstance(instance.id());
        Instance survivor = instance("i-2", "a");
        refused(Kind.CONFLICT, () -> accept(dangling, survivor));
        later(Duration.ofMinutes(7));
        assertThat(states(attach(dangling, survivor))).containsExactly(State.ATTACHED);
    }

    @Test
    void h19_anInstanceIsGoneOrMadeAnewUnderItsName() {
        given("habits: {danglingAttachments: 1h}");
        Instance first = instance("i-1", "a");
        Disk disk = attach(disk("a"), first);
        bench.control().killInstance(first.id());
        refused(Kind.NOT_FOUND, () -> accept(disk("a"), first));

        Instance second = instance("i-1", "a");

        assertThat(second.launch()).isNotEqualTo(first.launch());
        assertThat(look(disk.id()).attachments().getFirst().launch()).isEqualTo(first.launch());
        refused(Kind.CONFLICT, () -> accept(disk, second));
    }

    @Test
    void h20_anInstanceChangesOneDiskAtATime() {
        given("habits: {oneChangePerInstance: true}");
        Instance instance = instance("i-1", "a");
        Disk one = disk("a");
        Disk two = disk("a");
        accept(one, instance);
        refused(Kind.CONFLICT, () -> accept(two, instance));
        later(LONG);
        assertThat(states(attach(two, instance))).containsExactly(State.ATTACHED);
    }

    @Test
    void h21_theDeviceComesLateItsLinkStaysAndItsSizeIsOld() {
        given("""
                delays: {attach: 1s, device: 10s, detach: 1s, modify: 1s, deviceSize: 10s}
                habits: {staleLinks: true}
                """);
        Instance instance = instance("i-1", "a");
        Disk disk = disk("a");
        accept(disk, instance);
        later(Duration.ofSeconds(2));
        assertThat(states(disk)).containsExactly(State.ATTACHED);
        assertThat(linkStatus(disk, instance)).isEmpty();
        later(Duration.ofSeconds(10));
        assertThat(linkStatus(disk, instance)).isPresent();

        cloud().modifyDisk(disk.id(), DiskChange.ofSize(ByteSize.ofGibibytes(2)), token());
        later(Duration.ofSeconds(2));
        assertThat(look(disk.id()).size()).isEqualTo(ByteSize.ofGibibytes(2));
        Path device = bench.host.loopTable().getFirst().path();
        assertThat(bench.host.ports().filesystems().deviceSize(device)).isEqualTo(GIB);
        later(Duration.ofSeconds(10));
        assertThat(bench.host.ports().filesystems().deviceSize(device)).isEqualTo(ByteSize.ofGibibytes(2));

        detach(disk, instance, false);
        later(LONG);
        assertThat(linkStatus(disk, instance)).isPresent();
        Disk next = attach(disk("a"), instance);
        assertThat(bench.host.loopTable().getFirst().path()).isEqualTo(device);
        assertThat(next.serial()).isNotEqualTo(disk.serial());
    }

    @Test
    void h22_aDiskIsDetachedByHandAndListsLeaveOutAZone() {
        given("habits: {listsWithoutDownZones: true}");
        Instance instance = instance("i-1", "a");
        Disk disk = attach(disk("a"), instance);
        bench.control().detachByHand(disk.id());
        assertThat(look(disk.id()).attachments()).isEmpty();
        assertThat(linkStatus(disk, instance)).isEmpty();

        Disk other = disk("b");
        bench.control().setZoneUp("a", false);
        assertThat(cloud().disks()).extracting(Disk::id).containsExactly(other.id());
    }

    @Test
    void h23_aSnapshotMayFailOrVanish() {
        Disk disk = disk("a");
        plan(ApiCall.CREATE_SNAPSHOT, FaultEffect.FAILS_LATER, 1);
        DiskSnapshot fails = cloud().createSnapshot(disk.id(), token());
        plan(ApiCall.CREATE_SNAPSHOT, FaultEffect.VANISHES_LATER, 1);
        DiskSnapshot vanishes = cloud().createSnapshot(disk.id(), token());
        assertThat(cloud().snapshots())
                .extracting(DiskSnapshot::state)
                .containsExactly(DiskSnapshot.State.PENDING, DiskSnapshot.State.PENDING);

        later(LONG);

        assertThat(cloud().snapshots()).extracting(DiskSnapshot::state).containsExactly(DiskSnapshot.State.FAILED);
        refused(Kind.NOT_FOUND, () -> cloud().describeSnapshots(Set.of(vanishes.id())));
        refused(
                Kind.CONFLICT,
                () -> cloud().createDisk(
                                new NewDisk(
                                        Set.of("a"), "standard", GIB, OptionalLong.empty(), Optional.of(fails.id())),
                                token()));
    }

    @Test
    void h24_snapshotsAreLimitedForEachDiskAndRegion() {
        given("limits: {snapshotInterval: 1m, pendingSnapshotsPerDisk: 2, pendingSnapshotsPerRegion: 3}\n"
                + "delays: {snapshot: 1h}");
        Disk disk = disk("a");
        cloud().createSnapshot(disk.id(), token());
        assertThatThrownBy(() -> cloud().createSnapshot(disk.id(), token()))
                .isInstanceOfSatisfying(CloudException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
                    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(1));
                })
                .hasMessageEndingWith("is younger than 60 s");
        later(Duration.ofMinutes(1));
        cloud().createSnapshot(disk.id(), token());
        later(Duration.ofMinutes(1));
        refused(Kind.QUOTA, () -> cloud().createSnapshot(disk.id(), token()));
        cloud().createSnapshot(disk("b").id(), token());
        Disk third = disk("c");
        refused(Kind.QUOTA, () -> cloud().createSnapshot(third.id(), token()));
    }

    @Test
    void h25_aDiskThatWasNeverAttachedCanNotBeSnapshottedAndARestoredOneIsNotReady() {
        given("""
                habits: {snapshotNeedsAttachment: true}
                delays: {restore: 1m}
                """);
        Instance instance = instance("i-1", "a");
        Disk disk = disk("a");
        refused(Kind.CONFLICT, () -> cloud().createSnapshot(disk.id(), token()));
        attach(disk, instance);
        DiskSnapshot snapshot = cloud().createSnapshot(disk.id(), token());
        later(LONG);

        Disk restored = cloud().createDisk(
                        new NewDisk(Set.of("a"), "standard", GIB, OptionalLong.empty(), Optional.of(snapshot.id())),
                        token());

        later(Duration.ofSeconds(59));
        assertThat(look(restored.id()).state()).isEqualTo(DiskState.CREATING);
        refused(Kind.CONFLICT, () -> accept(restored, instance));
        later(Duration.ofSeconds(1));
        assertThat(states(attach(restored, instance))).containsExactly(State.ATTACHED);
    }

    @Test
    void changesOfADiskAreCountedWithinAWindow() {
        given("limits: {modifications: {count: 1, window: 6h}}");
        Disk disk = disk("a");
        cloud().modifyDisk(disk.id(), DiskChange.ofSize(ByteSize.ofGibibytes(2)), token());
        later(Duration.ofHours(5));
        refused(
                Kind.THROTTLED,
                () -> cloud().modifyDisk(disk.id(), DiskChange.ofSize(ByteSize.ofGibibytes(3)), token()));
        later(Duration.ofHours(2));
        assertThat(cloud().modifyDisk(disk.id(), DiskChange.ofSize(ByteSize.ofGibibytes(3)), token())
                        .modifying())
                .isTrue();
    }

    @Test
    void aFaultHasALatencyAZoneAndAProbabilityFromTheSeed() {
        bench.control()
                .addFault(new FaultPlan(
                        Optional.empty(),
                        FaultEffect.UNAVAILABLE,
                        0.5,
                        Duration.ofSeconds(2),
                        OptionalInt.empty(),
                        Optional.of("b")));
        for (int i = 0; i < 20; i++) {
            disk("a");
        }
        assertThat(bench.pauses).isEmpty();

        List<Boolean> met = meetings();
        assertThat(met).contains(true, false);
        assertThat(bench.pauses)
                .hasSize((int) met.stream().filter(hit -> hit).count())
                .containsOnly(Duration.ofSeconds(2));
        given("faults: [{error: unavailable, probability: 0.5, zone: b}]");
        for (int i = 0; i < 20; i++) {
            disk("a");
        }
        assertThat(meetings()).isEqualTo(met);
    }

    private List<Boolean> meetings() {
        return IntStream.range(0, 20)
                .mapToObj(_ -> {
                    try {
                        cloud().createDisk(NewDisk.blank("b", "standard", GIB), token());
                        return false;
                    } catch (CloudException planned) {
                        return true;
                    }
                })
                .toList();
    }
}
