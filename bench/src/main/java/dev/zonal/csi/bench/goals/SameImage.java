package dev.zonal.csi.bench.goals;

import dev.zonal.csi.bench.Site;
import dev.zonal.csi.bench.floor.Devices;
import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import java.nio.file.Path;

/**
 * A file on a volume, seen through the driver at one time and at another through the same image set up by hand. Two images
 * would not do: where on the disk a file lies makes a difference of a tenth.
 *
 * @param image what the driver's loop device stands over
 */
record SameImage(Workload workload, Devices devices, Volume volume, FilesystemType type, Path image) {
    private static final String FILE = "file";

    /** What is done with the file while it is there. */
    interface Use {
        void of(Path file) throws Exception;
    }

    static SameImage make(Site site, long mebibytes, FilesystemType type) throws Exception {
        Workload workload = site.workload();
        VolumeCapability capability = Workload.mount(type.word());
        Volume volume = workload.create("same-" + type.word(), mebibytes, capability);
        Path image = BackingFile.of(workload.publish(volume, capability));
        workload.retire(volume);
        SameImage made = new SameImage(workload, site.floor().devices(), volume, type, image);
        made.devices.prepare(made.name());
        return made;
    }

    void throughDriver(Use use) throws Exception {
        Path published = workload.publish(volume, Workload.mount(type.word()));
        try {
            use.of(published.resolve(FILE));
        } finally {
            workload.retire(volume);
        }
    }

    void byHand(Use use) throws Exception {
        String name = name();
        devices.attach(name, image);
        devices.mount(name, type);
        try {
            use.of(devices.target(name).resolve(FILE));
        } finally {
            devices.unmount(name);
        }
    }

    void delete() {
        devices.forget(name());
        workload.delete(volume);
    }

    private String name() {
        return "same-" + type.word();
    }
}
