package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import org.junit.jupiter.api.extension.RegisterExtension;

@RealHost
final class LinuxLoopDevicesOnXfsIT extends LoopDevicesContract {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    LinuxLoopDevicesOnXfsIT() {
        super(POOL);
    }
}
