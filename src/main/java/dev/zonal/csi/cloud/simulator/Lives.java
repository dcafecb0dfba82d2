package dev.zonal.csi.cloud.simulator;

/** What happens to each kind of object of a world, put together. */
final class Lives {
    private final DiskLife disks;
    private final AttachmentLife attachments;
    private final SnapshotLife snapshots;
    private final InstanceLife instances;
    private final DiskViews views;
    private final Course course;

    Lives(World world, SimulatedCloud.Machine machine) {
        ImageCopies copies = new ImageCopies(machine.host().files(), machine.programs());
        DiskDevices devices = new DiskDevices(machine.host(), world.folder());
        disks = new DiskLife(world, copies);
        attachments = new AttachmentLife(world);
        snapshots = new SnapshotLife(world, copies, devices);
        instances = new InstanceLife(world, attachments);
        views = new DiskViews(world);
        course = new Course(world, devices);
    }

    DiskLife disks() {
        return disks;
    }

    AttachmentLife attachments() {
        return attachments;
    }

    SnapshotLife snapshots() {
        return snapshots;
    }

    InstanceLife instances() {
        return instances;
    }

    DiskViews views() {
        return views;
    }

    Course course() {
        return course;
    }
}
