package dev.zonal.csi.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the image of the driver holds, and takes of a node's disk. */
@OnKubernetes
final class ImageIT {
    private static final int MOST_MEBIBYTES = 120;

    /** The Java runtime, the jars and the start-up cache; what comes from Debian beside it is the tools of filesystems. */
    @Test
    void theProgramIsSmall(Cluster cluster) {
        String size = cluster.drivers().run(cluster.nodes().getFirst(), "du -sm /opt/zonal | cut -f 1");

        assertThat(Integer.parseInt(size)).as("MiB").isLessThanOrEqualTo(MOST_MEBIBYTES);
    }

    @Test
    void itSaysWhatItIsMadeOf(Cluster cluster) {
        assertThat(cluster.drivers().run(cluster.nodes().getFirst(), "cat /opt/zonal/sbom.json"))
                .contains("\"bomFormat\" : \"CycloneDX\"", "pkg:maven/io.grpc/grpc-netty@");
    }
}
