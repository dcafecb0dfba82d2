package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import org.junit.jupiter.api.extension.RegisterExtension;

@RealHost
class LocalBackendOnXfsIT extends RealBackendContract {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    LocalBackendOnXfsIT() {
        super(POOL);
    }
}
