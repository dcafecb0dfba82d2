package dev.zonal.csi.driver.crash;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The ledger at one instant. */
record Account(Map<String, Entry> entries) {
    Account {
        entries = Map.copyOf(entries);
    }

    Optional<Entry> entry(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    Stream<VolumeEntry> volumes() {
        return entries.values().stream().filter(VolumeEntry.class::isInstance).map(VolumeEntry.class::cast);
    }
}
