package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import org.junit.jupiter.api.extension.RegisterExtension;

@RealHost
class LocalBackendOnBtrfsIT extends RealBackendContract {
    @RegisterExtension
    static final RealPool POOL = RealPool.btrfs();

    LocalBackendOnBtrfsIT() {
        super(POOL);
    }
}
