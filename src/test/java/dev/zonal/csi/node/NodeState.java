package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;

import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Volume;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All that a node call can change: mounts, devices, paths, and the volume "v" with what is on it. */
record NodeState(
        List<Shown> mounts,
        List<Boolean> readOnlyOfDevices,
        Set<Path> paths,
        Volume volume,
        Optional<ByteSize> filesystem,
        Optional<String> file) {
    /** A mount, without the number of its device. */
    record Shown(Path target, boolean node, String filesystem, Set<String> options) {
        static Shown of(Mount mount) {
            return new Shown(mount.target(), mount.isNode(), mount.filesystem(), mount.options());
        }
    }

    static NodeState of(NodeBench bench) {
        Path image = Path.of("/pool/volumes/" + bench.id("v") + "/disk.img");
        return new NodeState(
                bench.mounts().stream().map(Shown::of).toList(),
                bench.host.loopTable().stream()
                        .map(LoopDevice::readOnly)
                        .sorted()
                        .toList(),
                Set.copyOf(Stream.of(STAGED, POD).filter(bench::exists).toList()),
                bench.find(bench.id("v")),
                bench.backend.attached(bench.id("v"), false).flatMap(device -> filesystem(bench, device)),
                bench.host.peekInside(image, "file").map(Arrays::toString));
    }

    private static Optional<ByteSize> filesystem(NodeBench bench, Path device) {
        return bench.host.ports().filesystems().probe(device) instanceof ProbeResult.Filesystem found
                ? Optional.of(found.size())
                : Optional.empty();
    }
}
