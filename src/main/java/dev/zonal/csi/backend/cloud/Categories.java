package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.cloud.DiskCategory;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.DiskWishes;
import dev.zonal.csi.model.Sizing;
import dev.zonal.csi.model.Spelling;
import dev.zonal.csi.model.StorageException;
import java.util.List;
import java.util.Optional;

/** Which category of disk a volume can be made of, where. */
final class Categories {
    private final CloudIndex index;

    Categories(CloudIndex index) {
        this.index = index;
    }

    /** Those to try, the best first; where none is named, the cloud's first that is sold in that zone. */
    List<String> wished(DiskWishes wishes, Places.Place place) {
        if (!wishes.categories().isEmpty()) {
            wishes.categories().forEach(name -> requireKnown(name, "parameters: category"));
            return wishes.categories();
        }
        return index.requiredPlaces().soldIn(place.zone()).stream()
                .map(DiskCategory::name)
                .limit(1)
                .toList();
    }

    /** Of those that would be tried there; how much is left of them no cloud says. */
    Capacity capacity(DiskWishes wishes, Places.Place place) {
        List<String> wished = wished(wishes, place);
        List<DiskCategory> sold = place.zone().up() ? index.requiredPlaces().soldIn(place.zone()) : List.of();
        return sold.stream()
                .filter(category -> wished.contains(category.name()))
                .map(category -> new Capacity(category.maximum(), category.maximum(), category.minimum()))
                .reduce((one, other) -> new Capacity(
                        ByteSize.max(one.available(), other.available()),
                        ByteSize.max(one.maximumVolume(), other.maximumVolume()),
                        ByteSize.min(one.minimumVolume(), other.minimumVolume())))
                .orElse(Capacity.NONE);
    }

    /** What suits all categories that it may become: the widest of their steps, of which the others are parts. */
    ByteSize sizeStep(DiskWishes wishes) {
        return index.requiredPlaces().categories().stream()
                .filter(category ->
                        wishes.categories().isEmpty() || wishes.categories().contains(category.name()))
                .map(DiskCategory::step)
                .reduce(ByteSize.ofBytes(Sizing.BLOCK), ByteSize::max);
    }

    /** @throws StorageException.InvalidArgument with the nearest name, where the cloud has no such category */
    DiskCategory requireKnown(String name, String field) {
        Places places = index.requiredPlaces();
        List<String> names = places.categoryNames();
        return places.category(name)
                .orElseThrow(() -> new StorageException.InvalidArgument(field + ": '" + name + "' is none of "
                        + String.join(", ", names) + Spelling.hint(name, names)));
    }

    /**
     * @throws StorageException.ResourceExhausted where that category can't be had there, or would be of no use
     * @throws StorageException.OutOfRange where it does not come in that size
     */
    DiskCategory forVolume(String name, Places.Place place, ByteSize size) {
        DiskCategory category = requireKnown(name, "parameters: category");
        String zone = place.zone().name();
        if (!category.zones().contains(zone)) {
            throw new StorageException.ResourceExhausted("category " + name + " is not sold in zone " + zone
                    + ", but in "
                    + String.join(", ", category.zones().stream().sorted().toList()));
        }
        if (place.zone().soldOut().contains(name)) {
            throw new StorageException.ResourceExhausted("zone " + zone + " has no disk of category " + name + " left");
        }
        requireTakers(name, zone);
        requireSize(name, size);
        return category;
    }

    /** A disk that no instance of its zone takes would be made for nothing; where there are none yet, any may come. */
    private void requireTakers(String category, String zone) {
        List<Instance> there = index.instances().stream()
                .filter(instance -> instance.zone().equals(zone))
                .toList();
        boolean taken = there.stream().anyMatch(instance -> takes(instance.type(), category));
        if (!there.isEmpty() && !taken) {
            throw new StorageException.ResourceExhausted(
                    "no instance in zone " + zone + " is of a type that takes disks of category " + category);
        }
    }

    private boolean takes(String type, String category) {
        Optional<InstanceType> known = index.requiredPlaces().type(type);
        return known.map(found -> found.categories().contains(category)).orElse(true);
    }

    void requireSize(String name, ByteSize size) {
        index.requiredPlaces().category(name).ifPresent(category -> {
            boolean stepped = size.bytes() % category.step().bytes() == 0;
            if (category.minimum().isMoreThan(size) || size.isMoreThan(category.maximum()) || !stepped) {
                throw new StorageException.OutOfRange("a disk of category " + name + " has " + category.minimum()
                        + " to " + category.maximum() + " in steps of " + category.step() + ", not " + size);
            }
        });
    }
}
