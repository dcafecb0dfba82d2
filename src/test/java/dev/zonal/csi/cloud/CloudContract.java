package dev.zonal.csi.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.model.ByteSize;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Cloud} keeps to, whether it is in this process or behind a socket. */
public abstract class CloudContract {
    /** What the cloud of the tests is like. */
    public static final String DESCRIPTION = """
            regions: {r1: [a, b, c], r2: [d]}
            instanceTypes:
              small: {slots: 3, otherDevices: 1, categories: [standard, shared]}
            rates:
              every: {burst: 100000, perSecond: 1000}
              ListInstances: {burst: 2, perSecond: 0.5}
            """;

    protected static final ByteSize GIB = ByteSize.ofGibibytes(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    private int tokens;

    protected abstract Cloud cloud();

    protected abstract CloudControl control();

    protected final ClientToken token() {
        return new ClientToken("token-" + tokens++);
    }

    protected final void refused(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CloudException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }

    private Disk disk(String zone) {
        Disk disk = cloud().createDisk(NewDisk.blank(zone, "standard", GIB), token());
        control().advanceClock(LONG);
        return look(disk.id());
    }

    private Disk look(DiskId id) {
        return cloud().describeDisks(Set.of(id)).getFirst();
    }

    private Instance instance(String name, String zone) {
        return cloud().addInstance(new NewInstance(new InstanceId(name), zone, "small"), token());
    }

    private Disk attach(Disk disk, Instance instance) {
        cloud().attachDisk(new AttachDisk(disk.id(), instance.id(), false), token());
        control().advanceClock(LONG);
        return look(disk.id());
    }

    @Test
    void saysWhereItIsAndWhatItSells() {
        CloudOffer offer = cloud().offer();

        assertThat(offer.regions()).extracting(Region::name).containsExactly("r1", "r2");
        assertThat(offer.regions().getFirst().zones()).extracting(Zone::name).containsExactly("a", "b", "c");
        assertThat(offer.categories()).extracting(DiskCategory::name).contains("standard", "fast", "shared");
        assertThat(offer.instanceTypes()).extracting(InstanceType::name).contains("small");
    }

    @Test
    void theStateIsAllThatIsThereAtOnce() {
        Instance instance = instance("i-1", "a");
        Disk disk = attach(disk("a"), instance);
        DiskSnapshot snapshot = cloud().createSnapshot(disk.id(), token());
        Disk fresh = cloud().createDisk(NewDisk.blank("b", "standard", GIB), token());
        cloud().detachDisk(new DetachDisk(disk.id(), instance.id(), false), token());
        PlannedFault fault = control().addFault(anyFault());

        CloudState state = control().state();

        assertThat(state.offer()).isEqualTo(cloud().offer());
        assertThat(state.instances()).containsExactly(instance);
        assertThat(state.disks()).extracting(Disk::id).containsExactlyInAnyOrder(disk.id(), fresh.id());
        assertThat(state.snapshots()).extracting(DiskSnapshot::id).containsExactly(snapshot.id());
        assertThat(state.faults()).containsExactly(fault);
        assertThat(state.ahead()).isPositive();
        assertThat(state.operations())
                .extracting(CloudOperation::kind, CloudOperation::object, CloudOperation::instance)
                .containsExactlyInAnyOrder(
                        tuple(CloudOperation.Kind.DETACHING, disk.id().text(), Optional.of(instance.id())),
                        tuple(CloudOperation.Kind.CREATING, fresh.id().text(), Optional.empty()),
                        tuple(CloudOperation.Kind.STORING, snapshot.id().text(), Optional.empty()));
        assertThat(state.operations())
                .allSatisfy(
                        operation -> assertThat(operation.due().orElseThrow()).isAfter(state.now()));
        control().advanceClock(LONG);
        assertThat(control().state().operations()).isEmpty();
    }

    /** What shows a cloud meets no fault, and takes none away from those whom it is meant for. */
    @Test
    void theStateIsNoCallOfTheApi() {
        control()
                .addFault(new FaultPlan(
                        Optional.empty(),
                        FaultEffect.THROTTLED,
                        1,
                        Duration.ZERO,
                        OptionalInt.empty(),
                        Optional.empty()));

        assertThat(control().state().faults()).extracting(PlannedFault::hits).containsExactly(0);
    }

    private static FaultPlan anyFault() {
        return new FaultPlan(
                Optional.empty(), FaultEffect.THROTTLED, 1, Duration.ZERO, OptionalInt.empty(), Optional.of("d"));
    }

    @Test
    void aDiskIsAcceptedFirstAndThereLater() {
        Disk accepted = cloud().createDisk(NewDisk.blank("a", "standard", GIB), token());
        assertThat(accepted.state()).isEqualTo(DiskState.CREATING);

        control().advanceClock(LONG);

        Disk there = look(accepted.id());
        assertThat(there.state()).isEqualTo(DiskState.AVAILABLE);
        assertThat(there.size()).isEqualTo(GIB);
        assertThat(there.zones()).containsExactly("a");
        assertThat(there.iops()).isEqualTo(3000);
        assertThat(cloud().disks()).containsExactly(there);
    }

    @Test
    void theSameTokenGivesTheSameDiskAndAnotherRequestNone() {
        NewDisk request = NewDisk.blank("a", "standard", GIB);
        ClientToken token = token();
        Disk first = cloud().createDisk(request, token);

        assertThat(cloud().createDisk(request, token).id()).isEqualTo(first.id());
        refused(Kind.TOKEN_REUSED, () -> cloud().createDisk(NewDisk.blank("b", "standard", GIB), token));
        assertThat(cloud().disks()).hasSize(1);
    }

    @Test
    void whatCanNotBeRightIsInvalid() {
        refused(Kind.INVALID, () -> cloud().createDisk(NewDisk.blank("a", "standrad", GIB), token()));
        refused(Kind.INVALID, () -> cloud().createDisk(NewDisk.blank("nowhere", "standard", GIB), token()));
        refused(
                Kind.INVALID,
                () -> cloud().createDisk(NewDisk.blank("a", "standard", ByteSize.ofBytes(4096)), token()));
        refused(
                Kind.INVALID,
                () -> cloud().createDisk(
                                new NewDisk(Set.of("a", "d"), "standard", GIB, OptionalLong.empty(), Optional.empty()),
                                token()));
        refused(
                Kind.INVALID,
                () -> cloud().createDisk(
                                new NewDisk(Set.of("a"), "standard", GIB, OptionalLong.of(1_000_000), Optional.empty()),
                                token()));
        refused(Kind.INVALID, () -> instance("i-1", "nowhere"));
        refused(
                Kind.INVALID,
                () -> cloud().addInstance(new NewInstance(new InstanceId("i-1"), "a", "enormous"), token()));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        DiskId none = new DiskId("disk-none");

        refused(Kind.NOT_FOUND, () -> cloud().deleteDisk(none, token()));
        refused(Kind.NOT_FOUND, () -> cloud().createSnapshot(none, token()));
        refused(Kind.NOT_FOUND, () -> cloud().modifyDisk(none, DiskChange.ofSize(GIB), token()));
        refused(Kind.NOT_FOUND, () -> cloud().deleteSnapshot(new DiskSnapshotId("snapshot-none"), token()));
        refused(Kind.NOT_FOUND, () -> cloud().describeSnapshots(Set.of(new DiskSnapshotId("snapshot-none"))));
        refused(
                Kind.NOT_FOUND,
                () -> cloud().attachDisk(new AttachDisk(disk("a").id(), new InstanceId("i-none"), false), token()));
        refused(Kind.NOT_FOUND, () -> control().killInstance(new InstanceId("i-none")));
        refused(Kind.NOT_FOUND, () -> control().clearFaults(Optional.of("fault-none")));
    }

    @Test
    void attachingAndDetachingPassThroughStates() {
        Instance instance = instance("i-1", "a");
        Disk disk = disk("a");

        Disk attaching = cloud().attachDisk(new AttachDisk(disk.id(), instance.id(), true), token());
        assertThat(attaching.state()).isEqualTo(DiskState.IN_USE);
        assertThat(attaching.attachments())
                .extracting(DiskAttachment::state)
                .containsExactly(DiskAttachment.State.ATTACHING);

        control().advanceClock(LONG);
        DiskAttachment attached = look(disk.id()).attachments().getFirst();
        assertThat(attached.state()).isEqualTo(DiskAttachment.State.ATTACHED);
        assertThat(attached.readOnly()).isTrue();
        assertThat(attached.launch()).isEqualTo(instance.launch());

        Disk detaching = cloud().detachDisk(new DetachDisk(disk.id(), instance.id(), false), token());
        assertThat(detaching.attachments().getFirst().state()).isEqualTo(DiskAttachment.State.DETACHING);
        control().advanceClock(LONG);
        assertThat(look(disk.id()).state()).isEqualTo(DiskState.AVAILABLE);
        refused(Kind.NOT_FOUND, () -> cloud().detachDisk(new DetachDisk(disk.id(), instance.id(), false), token()));
    }

    @Test
    void aChangeOfADiskThatIsRepeatedWithItsTokenIsDoneOnce() {
        Instance instance = instance("i-1", "a");
        Disk disk = disk("a");
        AttachDisk request = new AttachDisk(disk.id(), instance.id(), false);
        ClientToken token = token();
        cloud().attachDisk(request, token);

        assertThat(cloud().attachDisk(request, token).attachments()).hasSize(1);
        refused(Kind.CONFLICT, () -> cloud().attachDisk(request, token()));
        refused(Kind.TOKEN_REUSED, () -> cloud().attachDisk(new AttachDisk(disk.id(), instance.id(), true), token));
    }

    @Test
    void aDiskIsOnOneInstanceUnlessItsCategoryAllowsMore() {
        Instance one = instance("i-1", "a");
        Instance two = instance("i-2", "a");
        Disk alone = attach(disk("a"), one);
        refused(Kind.CONFLICT, () -> attach(alone, two));

        Disk shared = cloud().createDisk(NewDisk.blank("a", "shared", GIB), token());
        control().advanceClock(LONG);
        attach(shared, one);
        assertThat(attach(shared, two).attachments()).hasSize(2);
    }

    @Test
    void aDiskOnAnInstanceCanNotBeDeletedAndAFreeOneGoes() {
        Instance instance = instance("i-1", "a");
        Disk disk = attach(disk("a"), instance);
        refused(Kind.CONFLICT, () -> cloud().deleteDisk(disk.id(), token()));

        cloud().detachDisk(new DetachDisk(disk.id(), instance.id(), false), token());
        control().advanceClock(LONG);
        cloud().deleteDisk(disk.id(), token());
        assertThat(look(disk.id()).state()).isEqualTo(DiskState.DELETING);
        cloud().deleteDisk(disk.id(), token());
        control().advanceClock(LONG);
        assertThat(cloud().disks()).isEmpty();
    }

    @Test
    void aSnapshotIsCutNowAndReadyLater() {
        Disk disk = disk("a");
        DiskSnapshot cut = cloud().createSnapshot(disk.id(), token());
        assertThat(cut.state()).isEqualTo(DiskSnapshot.State.PENDING);
        assertThat(cut.region()).isEqualTo("r1");
        NewDisk restored = new NewDisk(Set.of("b"), "standard", GIB, OptionalLong.empty(), Optional.of(cut.id()));
        refused(Kind.CONFLICT, () -> cloud().createDisk(restored, token()));

        control().advanceClock(LONG);

        assertThat(cloud().snapshots()).extracting(DiskSnapshot::state).containsExactly(DiskSnapshot.State.READY);
        assertThat(cloud().describeSnapshots(Set.of(cut.id())).getFirst().percent())
                .isEqualTo(100);
        assertThat(cloud().createDisk(restored, token()).source()).contains(cut.id());
    }

    @Test
    void aSnapshotStaysWithinItsRegionAndOutlivesItsDisk() {
        Disk disk = disk("a");
        DiskSnapshot snapshot = cloud().createSnapshot(disk.id(), token());
        cloud().deleteDisk(disk.id(), token());
        control().advanceClock(LONG);

        assertThat(cloud().snapshots()).extracting(DiskSnapshot::id).containsExactly(snapshot.id());
        refused(
                Kind.INVALID,
                () -> cloud().createDisk(
                                new NewDisk(
                                        Set.of("d"), "standard", GIB, OptionalLong.empty(), Optional.of(snapshot.id())),
                                token()));
        refused(
                Kind.INVALID,
                () -> cloud().createDisk(
                                new NewDisk(
                                        Set.of("a"),
                                        "standard",
                                        ByteSize.ofMebibytes(512),
                                        OptionalLong.empty(),
                                        Optional.of(snapshot.id())),
                                token()));
        cloud().deleteSnapshot(snapshot.id(), token());
        assertThat(cloud().snapshots()).isEmpty();
    }

    @Test
    void aChangeIsSeenWhenItIsDone() {
        Disk disk = disk("a");
        DiskChange change =
                new DiskChange(Optional.of(ByteSize.ofGibibytes(2)), Optional.of("fast"), OptionalLong.of(20_000));

        Disk accepted = cloud().modifyDisk(disk.id(), change, token());
        assertThat(accepted.modifying()).isTrue();
        assertThat(accepted.size()).isEqualTo(GIB);
        refused(Kind.CONFLICT, () -> cloud().modifyDisk(disk.id(), change, token()));

        control().advanceClock(LONG);
        Disk changed = look(disk.id());
        assertThat(changed.modifying()).isFalse();
        assertThat(changed.size()).isEqualTo(ByteSize.ofGibibytes(2));
        assertThat(changed.category()).isEqualTo("fast");
        assertThat(changed.iops()).isEqualTo(20_000);
        refused(Kind.INVALID, () -> cloud().modifyDisk(disk.id(), DiskChange.ofSize(GIB), token()));
    }

    @Test
    void aZoneThatIsDownStopsNoOther() {
        Disk there = disk("b");
        control().setZoneUp("b", false);

        refused(Kind.UNAVAILABLE, () -> disk("b"));
        refused(Kind.UNAVAILABLE, () -> cloud().createSnapshot(there.id(), token()));
        assertThat(disk("a").state()).isEqualTo(DiskState.AVAILABLE);
        assertThat(cloud().offer().regions().getFirst().zones())
                .filteredOn(zone -> !zone.up())
                .extracting(Zone::name)
                .containsExactly("b");

        control().setZoneUp("b", true);
        assertThat(disk("b").state()).isEqualTo(DiskState.AVAILABLE);
    }

    @Test
    void aDeadInstanceFreesItsDisks() {
        Instance instance = instance("i-1", "a");
        Disk disk = attach(disk("a"), instance);

        control().killInstance(instance.id());

        assertThat(cloud().instances()).isEmpty();
        Instance again = instance("i-1", "a");
        assertThat(again.launch()).isNotEqualTo(instance.launch());
        assertThat(attach(disk, again).attachments().getFirst().launch()).isEqualTo(again.launch());
    }

    @Test
    void throttlingSaysHowLongToWait() {
        cloud().instances();
        cloud().instances();

        assertThatThrownBy(() -> cloud().instances()).isInstanceOfSatisfying(CloudException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.THROTTLED);
            assertThat(failure.retryAfter()).contains(Duration.ofSeconds(2));
        });
        control().advanceClock(Duration.ofSeconds(2));
        assertThat(cloud().instances()).isEmpty();
    }

    @Test
    void aFaultIsListedAndCountsWhomItMeets() {
        PlannedFault fault = control()
                .addFault(new FaultPlan(
                        Optional.of(ApiCall.LIST_DISKS),
                        FaultEffect.INTERNAL,
                        1,
                        Duration.ZERO,
                        OptionalInt.of(1),
                        Optional.empty()));
        assertThat(control().faults()).containsExactly(fault);

        refused(Kind.INTERNAL, () -> cloud().disks());

        assertThat(cloud().disks()).isEmpty();
        assertThat(control().faults()).extracting(PlannedFault::hits).containsExactly(1);
        control().clearFaults(Optional.of(fault.id()));
        assertThat(control().faults()).isEmpty();
    }

    @Test
    void whatWasDoneWithoutAnAnswerIsFoundByItsToken() {
        control()
                .addFault(new FaultPlan(
                        Optional.of(ApiCall.CREATE_DISK),
                        FaultEffect.TIMEOUT_AFTER_SUCCESS,
                        1,
                        Duration.ZERO,
                        OptionalInt.of(1),
                        Optional.empty()));
        NewDisk request = NewDisk.blank("a", "standard", GIB);
        ClientToken token = token();

        refused(Kind.UNAVAILABLE, () -> cloud().createDisk(request, token));
        Disk disk = cloud().createDisk(request, token);

        assertThat(cloud().disks()).extracting(Disk::id).containsExactly(disk.id());
    }
}
