package dev.zonal.csi.backend.local.recovery;

import dev.zonal.csi.backend.local.content.Damage;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.backend.local.content.StoredSnapshot;
import dev.zonal.csi.backend.local.content.VolumeRecord;
import dev.zonal.csi.backend.local.space.Charge;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.store.ObjectStore;
import dev.zonal.csi.store.UnreadableRecordException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crash recovery: what happens before a pool serves. What was never finished is removed, what is whole is
 * entered into the index and the ledger, what is damaged is named and left alone. Run again after a crash halfway through, it
 * comes to the same.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final PoolParts pool;
    private final Topology here;

    public Recovery(PoolParts pool, Topology here) {
        this.pool = pool;
        this.here = here;
    }

    /** Returns when all objects are read. */
    public void run() {
        // A process that was killed may have left names that it had not synced yet. From here on they count, so they
        // have to be on the disk: the renames into tmp/ before anything in there goes, the others before an answer.
        pool.host().filesystems().sync(pool.root());
        pool.layout().scratch().sweep();
        load(new Kind<>(pool.layout().volumes(), this::readVolume, this::enterVolume));
        load(new Kind<>(pool.layout().snapshots(), this::readSnapshot, this::enterSnapshot));
    }

    /** How the objects of one kind are read, and then entered. */
    private record Kind<T>(ObjectStore<?> store, Function<String, T> read, Consumer<T> enter) {}

    /** What has effects comes after all were read. */
    private <T> void load(Kind<T> kind) {
        ParallelReading.of(kind.store().names(), kind.read()).forEach(result -> enter(kind, result));
    }

    private <T> void enter(Kind<T> kind, ReadResult<T> result) {
        try {
            kind.enter().accept(result.get());
        } catch (UnreadableRecordException unreadable) {
            setAside(kind.store(), result.name(), unreadable);
        } catch (HostException failure) {
            // A bad sector under one object is no reason to refuse the others.
            setAside(kind.store(), result.name(), failure);
        }
    }

    private void setAside(ObjectStore<?> store, String name, RuntimeException failure) {
        Path path = store.path(name);
        Damage damage = new Damage(name, path, "of " + store.recordName() + ", " + failure.getMessage());
        LOG.atError()
                .addKeyValue("object", name)
                .addKeyValue("path", path)
                .addKeyValue("reason", damage.reason())
                .log("an object of the pool can't be used; it is left as it is");
        pool.index().damaged().put(damage);
    }

    /** An object and the file beside its record. */
    private record Found<T>(T object, FileStatus image) {}

    private Found<Volume> readVolume(String name) {
        Volume volume = pool.layout().volumes().read(name).toVolume(here);
        refuseOther(name, volume.id().value());
        return new Found<>(
                volume.withClaim(pool.layout().madeFor(volume.id())),
                image(pool.layout().image(volume.id()), volume.capacity()));
    }

    private void enterVolume(Found<Volume> found) {
        Volume whole = withImage(found.object(), found.image().sizeBytes());
        pool.index().put(whole);
        pool.ledger().enter(Charge.ofVolume(whole.capacity()));
    }

    /** An expansion that a crash cut off has made the image larger than the record says. */
    private Volume withImage(Volume volume, long imageBytes) {
        if (imageBytes == volume.capacity().bytes()) {
            return volume;
        }
        VolumeId id = volume.id();
        Path image = pool.layout().image(id);
        if (!pool.files().hasData(image, volume.capacity().bytes())) {
            LOG.atInfo().addKeyValue("volume", id).log("taking back an expansion that was never finished");
            pool.files().resize(image, volume.capacity());
            return volume;
        }
        Volume larger = volume.withCapacity(ByteSize.ofBytes(imageBytes));
        LOG.atWarn()
                .addKeyValue("volume", id)
                .addKeyValue("capacity", larger.capacity())
                .log("the image is larger than its record and used to its end; the record follows it");
        pool.layout().volumes().rewrite(id.value(), VolumeRecord.of(volume), VolumeRecord.of(larger));
        return larger;
    }

    private Found<StoredSnapshot> readSnapshot(String name) {
        StoredSnapshot stored = pool.layout().snapshots().read(name).toStored(here);
        SnapshotId id = stored.snapshot().id();
        refuseOther(name, id.value());
        return new Found<>(
                stored.withVolumeSnapshot(pool.layout().madeFor(id)),
                image(pool.layout().image(id), stored.snapshot().size()));
    }

    private void enterSnapshot(Found<StoredSnapshot> found) {
        pool.index().put(found.object());
        pool.ledger().enter(found.object().charge());
    }

    private static void refuseOther(String name, String id) {
        if (!name.equals(id)) {
            throw new UnreadableRecordException("it belongs to " + id);
        }
    }

    private FileStatus image(Path image, ByteSize least) {
        FileStatus status = pool.files()
                .status(image)
                .filter(found -> found.kind() == FileStatus.Kind.FILE)
                .orElseThrow(() -> new UnreadableRecordException("the image beside it is missing"));
        if (status.sizeBytes() < least.bytes()) {
            throw new UnreadableRecordException("the image beside it is shorter than the " + least + " that it names");
        }
        return status;
    }
}
