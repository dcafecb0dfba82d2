package dev.zonal.csi.backend.local.stray;

import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.model.HomeId;
import java.util.stream.Stream;

/** What stands in one pool, and over its files, and belongs to nothing that it lists. */
public final class Strays {
    private final StrayFiles files;
    private final StrayDevices devices;

    public Strays(HomeId home, PoolParts pool) {
        this.files = new StrayFiles(home, pool);
        this.devices = new StrayDevices(pool);
    }

    public Stream<Stray> all() {
        return Stream.concat(devices.all(), files.all());
    }

    /** Those among which one that was found before has to be, if it is still there. */
    public Stream<Stray> like(Stray suspect) {
        return switch (suspect.kind()) {
            case MOUNT, DEVICE -> devices.all();
            case FILE, OBJECT -> files.at(suspect.path());
        };
    }
}
