package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls of the Controller service. */
final class ControllerSteps {
    private final HomeId home;
    private final Repertoire repertoire;

    /** @param home where all is made, from which with the name every id follows */
    ControllerSteps(HomeId home, Repertoire repertoire) {
        this.home = home;
        this.repertoire = repertoire;
    }

    Repertoire repertoire() {
        return repertoire;
    }

    Step create(String name, Kind kind, long mebibytes, boolean thick) {
        return create("create", name, kind, mebibytes, thick, Optional.empty(), Written.NOTHING);
    }

    Step restore(String name, SnapshotEntry from, long mebibytes, boolean thick) {
        VolumeContentSource source = Workload.contentOf(from.snapshot());
        return create("restore", name, from.kind(), mebibytes, thick, Optional.of(source), from.written());
    }

    /** @param meanwhile what an application writes to the source while it is cloned */
    Step clone(String name, VolumeEntry from, long mebibytes, boolean thick, List<Stamp> meanwhile) {
        VolumeContentSource source = Workload.contentOf(from.volume());
        Written written = from.written().begin(meanwhile);
        return create("clone", name, from.kind(), mebibytes, thick, Optional.of(source), written);
    }

    private Step create(
            String what,
            String name,
            Kind kind,
            long mebibytes,
            boolean thick,
            Optional<VolumeContentSource> source,
            Written written) {
        VolumeEntry asked = new VolumeEntry(
                VolumeId.of(name, home).value(),
                name,
                kind,
                source,
                Life.CREATING,
                Between.settled(mebibytes),
                Between.settled(Use.NOWHERE),
                Map.of(),
                written);
        CreateVolumeRequest.Builder request = Workload.volume(name, mebibytes, kind.capability());
        if (repertoire.isPool()) {
            request.putParameters("provisioning", thick ? "thick" : "thin");
        }
        source.ifPresent(request::setVolumeContentSource);
        return new Step(what, false, asked, driver -> {
            Volume made = driver.create(request);
            assertThat(made.getVolumeId()).as("the id of %s", asked).isEqualTo(asked.id());
            assertThat(made.getCapacityBytes()).as("the size of %s", asked).isEqualTo(mebibytes * Workload.MEBIBYTE);
            return asked.with(Life.THERE);
        });
    }

    /** @param meanwhile what an application writes to the source while it is cut */
    Step snapshot(String name, VolumeEntry from, boolean frozen, List<Stamp> meanwhile) {
        SnapshotEntry asked = new SnapshotEntry(
                SnapshotId.of(name, home).value(),
                name,
                from.kind(),
                from.id(),
                from.mebibytes().answered(),
                Life.CREATING,
                from.written().begin(meanwhile));
        return new Step("snapshot", false, asked, driver -> {
            Snapshot cut = driver.snapshot(name, from.volume(), consistency(frozen));
            assertThat(cut.getSnapshotId()).as("the id of %s", asked).isEqualTo(asked.id());
            assertThat(cut.getReadyToUse() || !repertoire.isPool())
                    .as("readiness of %s", asked)
                    .isTrue();
            return asked.with(Life.THERE);
        });
    }

    private Map<String, String> consistency(boolean frozen) {
        return repertoire.isPool() ? Map.of("consistency", frozen ? "frozen" : "synced") : Map.of();
    }

    /** To the node on which the volume is used. */
    Step attach(VolumeEntry volume) {
        return new Step(
                "attach",
                false,
                volume.used(volume.use().ask(Use.ATTACHED)),
                driver -> volume.used(Between.settled(Use.ATTACHED))
                        .told(driver.attach(volume.volume(), volume.kind().capability())));
    }

    Step detach(VolumeEntry volume) {
        return new Step("detach", false, volume.used(volume.use().ask(Use.NOWHERE)), driver -> {
            driver.detach(volume.volume());
            return volume.used(Between.settled(Use.NOWHERE));
        });
    }

    /** Takes it back, whatever became of the request for it. */
    Step delete(Entry entry) {
        return switch (entry) {
            case VolumeEntry volume -> delete(volume);
            case SnapshotEntry snapshot -> delete(snapshot);
        };
    }

    Step delete(VolumeEntry volume) {
        return new Step("delete", false, volume.with(Life.DELETING), driver -> {
            driver.delete(volume.volume());
            return volume.with(Life.GONE);
        });
    }

    Step delete(SnapshotEntry snapshot) {
        return new Step("delete", false, snapshot.with(Life.DELETING), driver -> {
            driver.delete(snapshot.snapshot());
            return snapshot.with(Life.GONE);
        });
    }

    Step expand(VolumeEntry volume, long mebibytes) {
        VolumeEntry asked = volume.sized(volume.mebibytes().ask(mebibytes));
        return new Step("expand", false, asked, driver -> {
            driver.expand(volume.volume(), mebibytes);
            return volume.sized(Between.settled(mebibytes));
        });
    }
}
