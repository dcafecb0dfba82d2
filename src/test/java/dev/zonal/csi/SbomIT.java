package dev.zonal.csi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bill of materials that a build leaves in {@code target}, and the image carries. */
final class SbomIT {
    private static final Path SBOM = Path.of("target", "sbom.json");
    private static final Path LIBRARIES = Path.of("target", "lib");

    @Test
    void itNamesEveryLibraryThatIsShippedAndNoneOfTheTests() throws IOException {
        JsonNode sbom = JsonMapper.shared().readTree(Files.readString(SBOM));
        Set<String> named = new TreeSet<>();
        for (JsonNode component : sbom.get("components")) {
            named.add(component.get("name").stringValue() + "-"
                    + component.get("version").stringValue());
        }

        assertThat(sbom.get("bomFormat").stringValue()).isEqualTo("CycloneDX");
        assertThat(sbom.at("/metadata/component/name").stringValue()).isEqualTo("zonal-csi");
        assertThat(named)
                .anyMatch(name -> name.startsWith("grpc-netty-"))
                .anyMatch(name -> name.startsWith("protobuf-java-"))
                .noneMatch(name -> name.startsWith("junit") || name.startsWith("jqwik"));
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            assertThat(jars.map(jar -> jar.getFileName().toString()).filter(jar -> jar.endsWith(".jar")))
                    .isNotEmpty()
                    .allSatisfy(jar -> assertThat(named).anyMatch(jar::startsWith));
        }
    }
}
