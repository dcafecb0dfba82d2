package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskAttachment;
import dev.zonal.csi.driver.HostTraces;
import dev.zonal.csi.driver.RealCloud;
import dev.zonal.csi.driver.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a cloud really has, looked at past its API and the driver while nobody asks for anything. */
final class CloudInventory {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final Path folder;
    private final CloudState state;

    private CloudInventory(Path folder, CloudState state) {
        this.folder = folder;
        this.state = state;
    }

    static CloudInventory of(RealCloud cloud) {
        return new CloudInventory(cloud.disks(), cloud.controlled(CloudControl::state));
    }

    /** For each volume and snapshot there is one disk or snapshot, and nothing else; each is where it is used. */
    void check(Account account) throws Exception {
        assertThat(state.operations()).as("under way in the cloud").isEmpty();
        assertThat(state.disks().stream().map(disk -> idOf(disk.tags(), "csi-volume")))
                .as("disks")
                .containsExactlyInAnyOrderElementsOf(there(account, VolumeEntry.class));
        assertThat(state.snapshots().stream().map(cut -> idOf(cut.tags(), "csi-snapshot")))
                .as("snapshots")
                .containsExactlyInAnyOrderElementsOf(there(account, SnapshotEntry.class));
        for (Disk disk : state.disks()) {
            check(disk, (VolumeEntry)
                    account.entry(idOf(disk.tags(), "csi-volume")).orElseThrow());
        }
        checkFolder();
    }

    private static List<String> there(Account account, Class<? extends Entry> type) {
        return account.entries().values().stream()
                .filter(type::isInstance)
                .filter(entry -> entry.life() == Life.THERE)
                .map(Entry::id)
                .toList();
    }

    private static String idOf(Map<String, String> tags, String tag) {
        Matcher id = ID.matcher(tags.getOrDefault(tag, ""));
        return id.find() ? id.group(1) : "nobody's: " + tags;
    }

    private static void check(Disk disk, VolumeEntry volume) {
        assertThat(disk.size().bytes())
                .as("the size of %s", volume)
                .isEqualTo(volume.mebibytes().answered() * Workload.MEBIBYTE);
        assertThat(disk.attachments().stream().map(DiskAttachment::state))
                .as("attachments of %s", volume)
                .containsExactlyElementsOf(
                        volume.use().answered() == Use.NOWHERE ? List.of() : List.of(DiskAttachment.State.ATTACHED));
    }

    /** Its folder holds an image for each, and there is a device for each that is on an instance. */
    private void checkFolder() throws Exception {
        assertThat(namesIn("disks"))
                .as("disks/")
                .containsExactlyInAnyOrderElementsOf(
                        state.disks().stream().map(disk -> disk.id().text()).toList());
        assertThat(namesIn("snapshots"))
                .as("snapshots/")
                .containsExactlyInAnyOrderElementsOf(
                        state.snapshots().stream().map(cut -> cut.id().text()).toList());
        assertThat(namesIn("tmp")).as("tmp/").isEmpty();
        List<Disk> attached = state.disks().stream()
                .filter(disk -> !disk.attachments().isEmpty())
                .toList();
        assertThat(HostTraces.backingFilesBelow(folder))
                .as("loop devices")
                .containsExactlyInAnyOrderElementsOf(attached.stream()
                        .map(disk -> folder.resolve("disks")
                                .resolve(disk.id().text())
                                .resolve("disk.img")
                                .toString())
                        .toList());
    }

    private List<String> namesIn(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
        }
    }
}
