package dev.zonal.csi.driver.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the driver's metrics say of its pool. */
final class PoolAccounts {
    private final String metrics;

    private PoolAccounts(String metrics) {
        this.metrics = metrics;
    }

    /** @param address where the driver serves HTTP, as {@code --http} was told */
    static PoolAccounts of(String address) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                    .build();
            return new PoolAccounts(
                    client.send(request, BodyHandlers.ofString()).body());
        }
    }

    /** What is reserved is the sum of what is listed. */
    void check(Listed listed, PoolFiles files) {
        long volumes =
                listed.volumes().stream().mapToLong(Volume::getCapacityBytes).sum();
        long snapshots = listed.snapshots().stream()
                .map(Snapshot::getSnapshotId)
                .mapToLong(files::heldBytes)
                .sum();
        assertThat(number("zonal_damaged_objects{")).as("damaged objects").isZero();
        assertThat(number("zonal_volumes{"))
                .as("volumes")
                .isEqualTo(listed.volumes().size());
        assertThat(number("zonal_snapshots{"))
                .as("snapshots")
                .isEqualTo(listed.snapshots().size());
        assertThat(number("zonal_pool_bytes{kind=\"logical\",")).as("logical").isEqualTo(volumes);
        assertThat(number("zonal_pool_bytes{kind=\"reserved\",")).as("reserved").isEqualTo(volumes + snapshots);
    }

    private long number(String start) {
        Matcher line = Pattern.compile("^" + Pattern.quote(start) + ".* (\\S+)$", Pattern.MULTILINE)
                .matcher(metrics);
        assertThat(line.find()).as("%s in %s", start, metrics).isTrue();
        return (long) Double.parseDouble(line.group(1));
    }
}
