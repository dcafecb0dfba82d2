package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.SimulatedCloudDriver;
import dev.zonal.csi.backend.cloud.DiskModel.Known;
import dev.zonal.csi.cloud.AttachedDevice;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.conformance.Reply;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListSnapshotsResponse;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.Volume;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A driver over a cloud in which a fifth of all calls is throttled, answers get lost and reads are old, beside its model. */
final class ModelledCloud extends DiskCalls {
    static final Map<String, String> NODES = Map.of("i-1", "a", "i-2", "a", "i-3", "b");

    private static final String DESCRIPTION = """
            limits: {modifications: {count: 100000, window: 1h}, pendingSnapshotsPerRegion: 100}
            rates: {every: {burst: 100000, perSecond: 1000}}
            habits: {staleReads: 500ms, staleLinks: true, deviceNameReused: true, quotaBeforeIdempotency: true}
            """;

    final DiskModel model = new DiskModel();
    private Optional<Runnable> accident = Optional.empty();
    private boolean fresh;
    private final AtomicBoolean callerGone = new AtomicBoolean();

    ModelledCloud() {
        super(new SimulatedCloudDriver(DESCRIPTION, NODES));
        fault(FaultEffect.THROTTLED, 0.2);
        fault(FaultEffect.TIMEOUT_AFTER_SUCCESS, 0.05);
        fault(FaultEffect.INTERNAL, 0.03);
    }

    private void fault(FaultEffect effect, double probability) {
        driver.disks
                .control()
                .addFault(new FaultPlan(
                        Optional.empty(), effect, probability, Duration.ZERO, OptionalInt.empty(), Optional.empty()));
    }

    /** The next call meets that, before it is made again. */
    void cutShort(boolean killed, int at) {
        CallScript calls = driver.disks.calls;
        accident = Optional.of(() -> {
            calls.clear();
            if (killed) {
                calls.dieAfter(at);
            } else {
                calls.before(at, () -> callerGone.set(true));
            }
        });
    }

    /** That answer, as soon as there is one. */
    Reply expect(Code code, Supplier<Reply> call) {
        if (accident.isPresent()) {
            stopped(call);
        }
        Reply reply = untilAnswered(call);
        assertThat(reply.code()).as("%s", reply.answer()).isEqualTo(code);
        return reply;
    }

    /** Meets the accident that was planned, and is not made again. */
    void stopped(Supplier<Reply> call) {
        accident.orElseThrow().run();
        accident = Optional.empty();
        try {
            Deadline.of(Optional.empty(), callerGone::get).call(call);
        } catch (CallScript.ProcessEnded onTheCallersThread) {
            // Nobody hears of it.
        }
        callerGone.set(false);
        if (driver.disks.calls.isDead()) {
            restart();
        }
        driver.disks.calls.clear();
    }

    Code okIfThere(String volume) {
        return model.volume(volume).isPresent() ? Code.OK : Code.NOT_FOUND;
    }

    void restart() {
        driver.restart();
        fresh = true;
        untilListed();
    }

    private void untilListed() {
        while (driver.disks.backend().refresh().isPresent()) {
            driver.disks.waiting.pause(Duration.ofSeconds(1));
        }
    }

    /** What a driver lists when it has just begun may be what there was before. */
    void awaitLists() {
        if (fresh) {
            fresh = false;
            driver.disks.waiting.pause(Duration.ofSeconds(1));
            untilListed();
        }
    }

    String zoneOf(Volume volume) {
        return volume.getAccessibleTopology(0).getSegmentsOrThrow(DiskBench.PREFIX + "/zone");
    }

    boolean isIn(String node, String zone) {
        return zone.equals(NODES.get(node));
    }

    Known written(Known volume, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AttachedDevice device = device(volume);
        driver.disks.bench.host.writeDevice(device.path(), 0, bytes);
        driver.disks.bench.host.ports().filesystems().flush(device.path());
        return volume.written(text);
    }

    void checkText(Known volume) {
        String expected = volume.text().isEmpty() ? "\0\0\0\0" : volume.text();
        byte[] found = driver.disks.bench.host.readDevice(device(volume).path(), 0, expected.length());
        assertThat(new String(found, StandardCharsets.UTF_8)).as("%s", volume).isEqualTo(expected);
    }

    private AttachedDevice device(Known volume) {
        return driver.disks.deviceOf(volume.id(), volume.node());
    }

    void checkLists() {
        Reply volumes = Reply.of(driver.controller()::listVolumes, ListVolumesRequest.getDefaultInstance());
        assertThat(((ListVolumesResponse) volumes.answer())
                        .getEntriesList().stream().map(ModelledCloud::line).sorted())
                .containsExactlyElementsOf(model.listedVolumes());
        Reply snapshots = Reply.of(driver.controller()::listSnapshots, ListSnapshotsRequest.getDefaultInstance());
        assertThat(((ListSnapshotsResponse) snapshots.answer())
                        .getEntriesList().stream()
                                .map(entry -> entry.getSnapshot())
                                .map(cut -> DiskModel.line(
                                        cut.getSnapshotId(), cut.getSizeBytes(), cut.getSourceVolumeId(), ""))
                                .sorted())
                .containsExactlyElementsOf(model.listedCuts());
    }

    private static String line(ListVolumesResponse.Entry entry) {
        Volume volume = entry.getVolume();
        return DiskModel.line(
                volume.getVolumeId(),
                volume.getCapacityBytes(),
                volume.getContentSource().getSnapshot().getSnapshotId(),
                String.join(",", entry.getStatus().getPublishedNodeIdsList()));
    }

    /** The cloud has what the model has, and when that is deleted, nothing. */
    void checkCloud() {
        driver.disks.control().clearFaults(Optional.empty());
        settle();
        checkLists();
        List<String> disks = driver.disks.control().state().disks().stream()
                .map(disk -> VolumeTags.idOf(disk).map(Object::toString).orElse("nobody's") + " "
                        + disk.size().bytes() + " " + disk.iops())
                .sorted()
                .toList();
        assertThat(disks)
                .containsExactlyElementsOf(model.volumes.values().stream()
                        .map(volume -> volume.id() + " " + (volume.mebibytes() << 20) + " " + volume.iops())
                        .sorted()
                        .toList());
        assertThat(driver.disks.control().state().snapshots()).hasSameSizeAs(model.cuts.keySet());
        model.volumes.values().stream()
                .filter(volume -> !volume.node().isEmpty())
                .forEach(this::checkText);
        deleteAll();
    }
}
