package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of several pools, each call reaches the one that it is about. */
class SeveralPoolsTest {
    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();

    private static VolumeId volume(LocalBackend backend, Home home, String name) {
        VolumeId id = VolumeId.of(name, home.id());
        backend.createVolume(
                new NewVolume(id, name, ByteSize.ofMebibytes(1), Set.of(), VolumeParameters.DEFAULT, Optional.empty()));
        return id;
    }

    @Test
    void everyDeviceLeadsToItsOwnVolume() {
        LocalBackend backend = bench.openSeveral(2);
        List<VolumeId> ids = List.of(
                volume(backend, backend.homes().getFirst(), "a"),
                volume(backend, backend.homes().getFirst(), "b"),
                volume(backend, backend.homes().getLast(), "a"));

        List<Path> devices = ids.stream().map(id -> backend.attach(id, false)).toList();

        assertThat(devices.stream().flatMap(device -> backend.volumeOn(device).stream()))
                .containsExactlyElementsOf(ids);
        ids.forEach(backend::detach);
        assertThat(devices).noneMatch(device -> backend.volumeOn(device).isPresent());
        backend.close();
    }

    @Test
    void thePlacesOfEachAreKeptAndNoOthers() {
        LocalBackend backend = bench.openSeveral(2);

        assertThat(backend.keeps(Path.of("/pool0/volumes/x"))).isTrue();
        assertThat(backend.keeps(Path.of("/pool1/tmp"))).isTrue();
        assertThat(backend.keeps(Path.of("/pool1/notes"))).isFalse();
        backend.close();
    }

    @Test
    void theStrayFilesOfEachAreFound() {
        LocalBackend backend = bench.openSeveral(2);
        List<Path> strays = List.of(Path.of("/pool0/tmp/left"), Path.of("/pool1/tmp/left"));
        strays.forEach(stray -> files.createFile(stray, new byte[] {1}));
        try (Operations operations = new Operations(2, 10, EveryHome.ALONE)) {
            assertThat(new GarbageCollection(backend.housekeeping(), operations).findings())
                    .extracting(Stray::path)
                    .containsExactlyElementsOf(strays);
        }
        backend.close();
    }

    /** As two drivers on one node have them. */
    @Test
    void thoseOfOneNameAreMountedApart() {
        List<LocalBackend> backends = List.of("/a.img", "/b.img").stream()
                .map(file -> bench.open(PoolSpec.of("default", Path.of(file), Optional.of(ByteSize.ofGibibytes(1)))))
                .toList();

        assertThat(bench.host.mountTable())
                .extracting(Mount::target)
                .filteredOn(target -> target.startsWith(PoolBench.RUN))
                .hasSize(2)
                .doesNotHaveDuplicates();
        backends.forEach(LocalBackend::close);
    }
}
