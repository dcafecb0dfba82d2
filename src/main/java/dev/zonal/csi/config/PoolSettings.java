package dev.zonal.csi.config;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where volumes live on this node.
 *
 * @param pools in the order in which they were named; the first is the one for those who name none
 * @param sparse the names of those whose image is made without its blocks
 * @param overcommit how many times its space a pool may promise
 * @param formatDevices devices that may be formatted although they are not blank
 * @param runDirectory where pools on images and devices are mounted
 */
public record PoolSettings(
        List<Pool> pools, Set<String> sparse, double overcommit, Set<Path> formatDevices, Path runDirectory) {
    private static final String ONLY = "default";

    public PoolSettings {
        pools = List.copyOf(pools);
        sparse = Set.copyOf(sparse);
        Set<String> names = pools.stream().map(Pool::name).collect(Collectors.toSet());
        sparse.forEach(name -> refuseUnknown("--pool-sparse", name, names));
        formatDevices = Set.copyOf(formatDevices);
    }

    /** Brings the pools and their sizes together. */
    static List<Pool> pools(List<Named<Path>> paths, List<Named<ByteSize>> sizes) {
        Map<String, Path> named = new LinkedHashMap<>();
        for (Named<Path> path : paths) {
            String name = path.name().orElse(ONLY);
            if (named.putIfAbsent(name, path.value()) != null) {
                throw new ConfigurationException(
                        path.name().isPresent()
                                ? "--pool: two pools are named '" + name + "'"
                                : "--pool: give each of several pools its name, as in --pool fast=/srv/fast");
            }
        }
        Map<String, ByteSize> sized = sizes(named.keySet(), sizes);
        List<Pool> pools = new ArrayList<>();
        named.forEach((name, path) -> pools.add(new Pool(name, path, Optional.ofNullable(sized.get(name)))));
        return pools;
    }

    private static Map<String, ByteSize> sizes(Set<String> pools, List<Named<ByteSize>> sizes) {
        Map<String, ByteSize> sized = new LinkedHashMap<>();
        for (Named<ByteSize> size : sizes) {
            if (size.name().isEmpty()) {
                pools.forEach(pool -> sized.putIfAbsent(pool, size.value()));
            } else {
                refuseUnknown("--pool-size", size.name().get(), pools);
                sized.put(size.name().get(), size.value());
            }
        }
        return sized;
    }

    private static void refuseUnknown(String flag, String name, Set<String> pools) {
        if (!pools.contains(name)) {
            throw new ConfigurationException(
                    flag + ": there is no pool named '" + name + "'" + Spelling.hint(name, pools));
        }
    }
}
