package dev.zonal.csi.fuzz;

import dev.zonal.csi.backend.local.content.RecordsFuzz;
import dev.zonal.csi.config.ConfigurationFuzz;
import dev.zonal.csi.config.TopologyFuzz;
import dev.zonal.csi.config.ValueParsersFuzz;
import dev.zonal.csi.controller.PageTokensFuzz;
import dev.zonal.csi.host.linux.MountInfoFuzz;
import dev.zonal.csi.host.linux.SuperblocksFuzz;
import dev.zonal.csi.model.IdsFuzz;
import dev.zonal.csi.model.SizesFuzz;
import dev.zonal.csi.rpc.OptionsFuzz;
import dev.zonal.csi.rpc.RequestsFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Everything that reads what others wrote, by its name; the seeds stand in {@code src/test/resources/fuzz/<name>}. */
final class FuzzTargets {
    private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");

    private FuzzTargets() {}

    static Map<String, FuzzTarget> all() {
        Map<String, FuzzTarget> targets = new LinkedHashMap<>();
        targets.put("ids", IdsFuzz::read);
        targets.put("page-tokens", PageTokensFuzz::read);
        targets.put("sizes", SizesFuzz::read);
        targets.put("topology", TopologyFuzz::read);
        targets.put("words", ValueParsersFuzz::read);
        targets.put("configuration", ConfigurationFuzz::read);
        targets.put("options", OptionsFuzz::read);
        targets.put("requests", RequestsFuzz::read);
        targets.put("mountinfo", MountInfoFuzz::read);
        targets.put("superblocks", SuperblocksFuzz::read);
        targets.put("records", RecordsFuzz::read);
        return targets;
    }

    static FuzzTarget named(String name) {
        return Objects.requireNonNull(all().get(name), name);
    }

    static Path seedsOf(String name) {
        return SEEDS.resolve(name);
    }

    static List<Path> seedFilesOf(String name) throws IOException {
        try (Stream<Path> files = Files.list(seedsOf(name))) {
            return files.sorted().toList();
        }
    }
}
