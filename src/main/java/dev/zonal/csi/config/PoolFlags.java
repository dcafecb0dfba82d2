package dev.zonal.csi.config;

import dev.zonal.csi.config.Configuration.ConfiguredPool;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings {@code pool} and {@code pool-size}, whose values may name the pool that they are for. */
final class PoolFlags {
    private static final String ONLY = "default";

    private PoolFlags() {}

    /** A value that may be said for one pool by its name: {@code [NAME=]VALUE}. */
    record Named<T>(Optional<String> name, T value) {
        private static final Pattern FORM =
                Pattern.compile("(?:([A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)=)?(.+)");

        static <T> Function<String, Named<T>> of(Function<String, T> parser) {
            return text -> {
                Matcher matcher = FORM.matcher(text);
                if (!matcher.matches()) {
                    throw new IllegalArgumentException("'" + text + "' is empty");
                }
                return new Named<>(Optional.ofNullable(matcher.group(1)), parser.apply(matcher.group(2)));
            };
        }
    }

    /** Brings the pools and their sizes together. */
    static List<ConfiguredPool> pools(List<Named<Path>> paths, List<Named<ByteSize>> sizes) {
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
        List<ConfiguredPool> pools = new ArrayList<>();
        named.forEach((name, path) -> pools.add(new ConfiguredPool(name, path, Optional.ofNullable(sized.get(name)))));
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

    /** Those of the pools whose image is made without its blocks. */
    static Set<String> sparse(List<String> names, List<Named<Path>> pools) {
        Set<String> known = pools.stream().map(pool -> pool.name().orElse(ONLY)).collect(Collectors.toSet());
        names.forEach(name -> refuseUnknown("--pool-sparse", name, known));
        return Set.copyOf(names);
    }

    private static void refuseUnknown(String flag, String name, Set<String> pools) {
        if (!pools.contains(name)) {
            throw new ConfigurationException(
                    flag + ": there is no pool named '" + name + "'" + Spelling.hint(name, pools));
        }
    }
}
