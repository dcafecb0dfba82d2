package dev.zonal.csi.cli.demo;

import dev.zonal.csi.client.CsiClient;
import dev.zonal.csi.client.NodeClient;
import dev.zonal.csi.host.Host;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the story plays: who is asked, the place, and who is on stage by now. */
final class Scene {
    private final Narrator narrator;
    private final Workspace place;
    private final PoolDiskUsage pool;
    private final Host host;
    private final Map<String, String> volumes = new LinkedHashMap<>();
    private final Map<String, String> snapshots = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> publishContexts = new LinkedHashMap<>();
    private CsiClient client;
    private NodeClient node;
    private Map<String, String> checksums = Map.of();

    /**
     * @param client of the driver, or of the controller that is asked first
     * @param node where volumes are used first
     */
    Scene(CsiClient client, NodeClient node, Narrator narrator, Workspace place, Host host) {
        this.client = client;
        this.node = node;
        this.narrator = narrator;
        this.place = place;
        this.host = host;
        this.pool = new PoolDiskUsage(host, place.pool());
    }

    CsiClient client() {
        return client;
    }

    /** From now on another controller is asked. */
    void ask(CsiClient other) {
        client = other;
    }

    NodeClient node() {
        return node;
    }

    /** From now on volumes are used there. */
    void moveTo(NodeClient other) {
        node = other;
    }

    Narrator narrator() {
        return narrator;
    }

    PoolDiskUsage pool() {
        return pool;
    }

    boolean isMounted(Path target) {
        return host.mounts().at(target).isPresent();
    }

    /** As the death of its machine does it: the volume is mounted nowhere any more, and no driver knows of it. */
    void unmount(String volume) {
        host.mounts().unmount(target(volume));
        host.mounts().unmount(staging(volume));
    }

    Path staging(String volume) {
        return place.staging(volume);
    }

    Path target(String volume) {
        return place.target(volume);
    }

    /** From now on the volume of that name has this id. */
    void volume(String name, String id) {
        volumes.put(name, id);
    }

    String volumeId(String name) {
        return known(volumes, name);
    }

    void forgetVolume(String name) {
        volumes.remove(name);
    }

    Collection<String> volumeNames() {
        return volumes.keySet();
    }

    /** What a node has to know of the volume, where it came to that node by a call of the controller. */
    Map<String, String> publishContext(String name) {
        return publishContexts.getOrDefault(name, Map.of());
    }

    void publishContext(String name, Map<String, String> context) {
        publishContexts.put(name, Map.copyOf(context));
    }

    void snapshot(String name, String id) {
        snapshots.put(name, id);
    }

    String snapshotId(String name) {
        return known(snapshots, name);
    }

    /** What the files were when all was well. */
    Map<String, String> checksums() {
        return checksums;
    }

    void checksums(Map<String, String> newChecksums) {
        checksums = Map.copyOf(newChecksums);
    }

    private static String known(Map<String, String> ids, String name) {
        return Optional.ofNullable(ids.get(name))
                .orElseThrow(() -> new IllegalStateException("nothing named '" + name + "' was made yet"));
    }
}
