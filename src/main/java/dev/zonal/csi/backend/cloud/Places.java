package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.DiskCategory;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.cloud.Region;
import dev.zonal.csi.cloud.Zone;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Topology;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The zones of a cloud as homes: from what it offers, at one moment. */
public final class Places {
    private static final String POOL = "disks";

    private final CloudOffer offer;
    private final String prefix;
    private final Map<HomeId, Place> places = new LinkedHashMap<>();

    /** A zone as a home. */
    record Place(Home home, Region region, Zone zone) {}

    /** @param prefix what the topology keys begin with */
    public Places(CloudOffer offer, String prefix) {
        this.offer = offer;
        this.prefix = prefix;
        for (Region region : offer.regions()) {
            for (Zone zone : region.zones()) {
                HomeId id = HomeId.ofName(region.name() + "/" + zone.name());
                List<Topology> here = List.of(topology(region.name(), zone.name()));
                places.put(id, new Place(new Home(id, POOL, here, Optional.of(region.name())), region, zone));
            }
        }
    }

    private Topology topology(String region, String zone) {
        return Topology.of(Map.of(prefix + "/region", region, prefix + "/zone", zone));
    }

    /** All, those in these zones first. */
    List<Home> homes(Set<String> preferred) {
        return places.values().stream()
                .sorted(Comparator.comparing(
                        place -> !preferred.contains(place.zone().name())))
                .map(Place::home)
                .toList();
    }

    Optional<Place> place(HomeId home) {
        return Optional.ofNullable(places.get(home));
    }

    /** Where something is that can be used in these zones. */
    List<Topology> topologies(Set<String> zones) {
        return places.values().stream()
                .filter(place -> zones.contains(place.zone().name()))
                .flatMap(place -> place.home().accessibleFrom().stream())
                .toList();
    }

    /** Where disks can be made from the snapshots of that region. */
    List<Topology> region(String name) {
        return places.values().stream()
                .filter(place -> place.region().name().equals(name))
                .flatMap(place -> place.home().accessibleFrom().stream())
                .toList();
    }

    /** Where that zone is; empty where the cloud has none of that name. */
    public Optional<Topology> ofZone(String zone) {
        return topologies(Set.of(zone)).stream().findFirst();
    }

    List<DiskCategory> categories() {
        return offer.categories();
    }

    List<String> categoryNames() {
        return offer.categories().stream().map(DiskCategory::name).toList();
    }

    Optional<DiskCategory> category(String name) {
        return offer.categories().stream()
                .filter(category -> category.name().equals(name))
                .findFirst();
    }

    /** What can be bought in that zone now. */
    List<DiskCategory> soldIn(Zone zone) {
        List<DiskCategory> sold = new ArrayList<>(offer.categories());
        sold.removeIf(category ->
                !category.zones().contains(zone.name()) || zone.soldOut().contains(category.name()));
        return sold;
    }

    /** How many instances one disk of that category can be on. */
    int mostInstances(String category) {
        return category(category).map(DiskCategory::multiAttach).orElse(1);
    }

    Optional<InstanceType> type(String name) {
        return offer.instanceTypes().stream()
                .filter(type -> type.name().equals(name))
                .findFirst();
    }
}
