package dev.zonal.csi.driver.crash;

import dev.zonal.csi.model.HomeId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ledger at one instant. */
record Account(Map<String, Entry> entries) {
    Account {
        entries = Map.copyOf(entries);
    }

    Optional<Entry> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** What lives in that pool. */
    Account of(HomeId home) {
        return new Account(entries.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("-" + home))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    Stream<VolumeEntry> volumes() {
        return entries.values().stream().filter(VolumeEntry.class::isInstance).map(VolumeEntry.class::cast);
    }
}
