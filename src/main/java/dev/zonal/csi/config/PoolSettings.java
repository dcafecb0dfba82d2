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

/**
 * Where volumes live on this node.
 *
 * @param pools in the order in which they were named; the first is the one for those who name none
 * @param overcommit how many times its space a pool may promise
 * @param givenUp what may be formatted over
 * @param runDirectory where pools on images and devices are mounted
 */
public record PoolSettings(List<Pool> pools, double overcommit, Set<GivenUp> givenUp, Path runDirectory) {
    private static final String ONLY = "default";

    public PoolSettings {
        pools = List.copyOf(pools);
        givenUp = Set.copyOf(givenUp);
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
            } else if (pools.contains(size.name().get())) {
                sized.put(size.name().get(), size.value());
            } else {
                throw new ConfigurationException("--pool-size: there is no pool named '"
                        + size.name().get() + "'"
                        + Spelling.hint(size.name().get(), pools));
            }
        }
        return sized;
    }
}
