package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mounts;
import dev.zonal.csi.host.ProcessCommands;
import dev.zonal.csi.host.RealHost;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mounts that somebody uses while they are to be taken away. */
@RealHost
@Timeout(60)
final class BusyMountsIT {
    @RegisterExtension
    static final RealPool POOL = RealPool.xfs();

    private final Mounts mounts = LinuxHost.mounts();

    private Path mounted() {
        Path image = POOL.fresh("image");
        LinuxHost.fileTree().createSparse(image, ByteSize.ofMebibytes(64));
        LoopDevice device = LinuxHost.loopDevices().attach(image, false);
        LinuxHost.filesystems(new ProcessCommands()).format(device.path(), FilesystemType.EXT4, List.of());
        Path target = POOL.mountpoint();
        mounts.mount(device.path(), target, "ext4", List.of());
        return target;
    }

    private static FileChannel user(Path target) throws IOException {
        return FileChannel.open(target.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Test
    void whatIsBusyForAMomentIsTakenAwayAfterIt() throws Exception {
        Path target = mounted();
        FileChannel user = user(target);
        Thread unmounting = Thread.currentThread();
        Thread leaving = Thread.ofPlatform().start(() -> {
            while (unmounting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            close(user);
        });

        mounts.unmount(target);

        assertThat(mounts.at(target)).isEmpty();
        leaving.join();
    }

    @Test
    void whatStaysBusyIsRefused() throws Exception {
        Path target = mounted();
        try (FileChannel _ = user(target)) {
            assertThatExceptionOfType(HostException.class)
                    .isThrownBy(() -> mounts.unmount(target))
                    .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.EBUSY));
        }

        assertThat(mounts.at(target)).isPresent();
    }

    private static void close(FileChannel user) {
        try {
            user.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
