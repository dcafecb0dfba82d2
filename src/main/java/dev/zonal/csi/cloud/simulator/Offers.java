package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.Region;
import dev.zonal.csi.cloud.Zone;
import dev.zonal.csi.cloud.description.CloudDescription;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a cloud sells and where, as it is now. */
final class Offers {
    private Offers() {}

    static CloudOffer of(World world) {
        CloudDescription description = world.description();
        return new CloudOffer(
                description.regions().entrySet().stream()
                        .map(region -> new Region(
                                region.getKey(),
                                region.getValue().stream()
                                        .map(zone -> zone(world, zone))
                                        .toList()))
                        .toList(),
                List.copyOf(description.categories().values()),
                List.copyOf(description.instanceTypes().values()));
    }

    private static Zone zone(World world, String name) {
        ControlRecord control = world.control();
        return new Zone(
                name,
                !control.downZones().contains(name),
                control.soldOut().stream()
                        .filter(sold -> sold.zone().equals(name))
                        .flatMap(sold -> sold.category()
                                .map(Stream::of)
                                .orElseGet(() -> world.description().categories().keySet().stream()))
                        .collect(Collectors.toSet()));
    }
}
