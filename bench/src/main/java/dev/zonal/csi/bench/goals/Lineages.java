package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.measure.Keyed;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;

/** A volume, its snapshot, the volume that is restored from it and a clone, for each number. */
final class Lineages implements AutoCloseable {
    /** Ten thousand of them have to fit into what a pool can promise. */
    static final int MEBIBYTES = 16;

    static final ByteSize SIZE = ByteSize.ofMebibytes(MEBIBYTES);
    static final VolumeCapability CAPABILITY = Workload.mount("ext4");

    private final Workload workload;
    private final String prefix;
    private final Keyed<Integer, Volume> volumes = new Keyed<>();
    private final Keyed<Integer, Snapshot> snapshots = new Keyed<>();
    private final Keyed<Integer, Volume> restored = new Keyed<>();
    private final Keyed<Integer, Volume> clones = new Keyed<>();

    Lineages(Workload workload, String prefix) {
        this.workload = workload;
        this.prefix = prefix;
    }

    Workload workload() {
        return workload;
    }

    Volume volume(int number) {
        return volumes.get(number);
    }

    Snapshot snapshotOf(int number) {
        return snapshots.get(number);
    }

    void create(int number) {
        volumes.put(number, workload.create(prefix + number, MEBIBYTES, CAPABILITY));
    }

    void snapshot(int number) {
        snapshots.put(number, workload.snapshot(prefix + number, volumes.get(number)));
    }

    void restore(int number) {
        restored.put(
                number,
                workload.create(Workload.volume(prefix + "restored-" + number, MEBIBYTES, CAPABILITY)
                        .setVolumeContentSource(Workload.contentOf(snapshots.get(number)))));
    }

    void cloneVolume(int number) {
        clones.put(
                number,
                workload.create(Workload.volume(prefix + "clone-" + number, MEBIBYTES, CAPABILITY)
                        .setVolumeContentSource(Workload.contentOf(volumes.get(number)))));
    }

    void deleteClone(int number) {
        workload.delete(clones.remove(number));
    }

    void deleteRest(int number) {
        workload.delete(restored.remove(number));
        workload.delete(snapshots.remove(number));
        workload.delete(volumes.remove(number));
    }

    @Override
    public void close() {
        workload.close();
    }
}
