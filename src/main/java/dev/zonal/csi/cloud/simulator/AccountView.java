package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The API of a simulated cloud for one account: each method is one call through the gate. */
final class AccountView implements Cloud {
    private final World world;
    private final Gate gate;
    private final Lives lives;
    private final String account;

    AccountView(World world, Gate gate, Lives lives, String account) {
        this.world = world;
        this.gate = gate;
        this.lives = lives;
        this.account = account;
    }

    @Override
    public CloudOffer offer() {
        return read(ApiCall.DESCRIBE_OFFER, () -> Offers.of(world));
    }

    @Override
    public Instance addInstance(NewInstance instance, ClientToken token) {
        return gate.call(
                account,
                ApiCall.ADD_INSTANCE,
                () -> Set.of(instance.zone()),
                _ -> lives.instances().view(lives.instances().add(instance, token)));
    }

    @Override
    public List<Instance> instances() {
        return read(
                ApiCall.LIST_INSTANCES,
                () -> world.instances().values().stream()
                        .map(lives.instances()::view)
                        .toList());
    }

    @Override
    public Disk createDisk(NewDisk disk, ClientToken token) {
        return gate.call(
                account,
                ApiCall.CREATE_DISK,
                disk::zones,
                fate -> lives.views().now(lives.disks().create(disk, token, fate)));
    }

    @Override
    public void deleteDisk(DiskId disk, ClientToken token) {
        onDisk(ApiCall.DELETE_DISK, disk, _ -> {
            lives.disks().delete(disk.text());
            return true;
        });
    }

    @Override
    public List<Disk> disks() {
        return read(ApiCall.LIST_DISKS, lives.views()::all);
    }

    @Override
    public List<Disk> describeDisks(Set<DiskId> disks) {
        return read(ApiCall.DESCRIBE_DISKS, () -> lives.views().of(disks));
    }

    @Override
    public Disk attachDisk(AttachDisk request, ClientToken token) {
        return onDisk(
                ApiCall.ATTACH_DISK,
                request.disk(),
                _ -> lives.views().now(lives.attachments().attach(request, token)));
    }

    @Override
    public Disk detachDisk(DetachDisk request, ClientToken token) {
        return onDisk(
                ApiCall.DETACH_DISK,
                request.disk(),
                _ -> lives.views().now(lives.attachments().detach(request, token)));
    }

    @Override
    public Disk modifyDisk(DiskId disk, DiskChange change, ClientToken token) {
        return onDisk(
                ApiCall.MODIFY_DISK, disk, _ -> lives.views().now(lives.disks().modify(disk.text(), change, token)));
    }

    @Override
    public Disk tagDisk(DiskId disk, Map<String, String> tags, ClientToken token) {
        return onDisk(
                ApiCall.TAG_DISK, disk, _ -> lives.views().now(lives.disks().tag(disk.text(), tags, token)));
    }

    @Override
    public DiskSnapshot createSnapshot(DiskId disk, Map<String, String> tags, ClientToken token) {
        return onDisk(
                ApiCall.CREATE_SNAPSHOT,
                disk,
                fate -> lives.snapshots().view(lives.snapshots().create(disk.text(), tags, token, fate)));
    }

    @Override
    public void deleteSnapshot(DiskSnapshotId snapshot, ClientToken token) {
        read(ApiCall.DELETE_SNAPSHOT, () -> {
            lives.snapshots().delete(snapshot.text());
            return true;
        });
    }

    @Override
    public List<DiskSnapshot> snapshots() {
        return read(ApiCall.LIST_SNAPSHOTS, lives.snapshots()::all);
    }

    @Override
    public List<DiskSnapshot> describeSnapshots(Set<DiskSnapshotId> snapshots) {
        return read(ApiCall.DESCRIBE_SNAPSHOTS, () -> lives.snapshots().of(snapshots));
    }

    /** A call that is about no zone. */
    private <T> T read(ApiCall call, Supplier<T> work) {
        return gate.call(account, call, Set::of, _ -> work.get());
    }

    private <T> T onDisk(ApiCall call, DiskId disk, Function<Fate, T> work) {
        return gate.call(
                account,
                call,
                () -> Optional.ofNullable(world.disks().get(disk.text()))
                        .map(found -> Set.copyOf(found.zones()))
                        .orElse(Set.of()),
                work);
    }
}
