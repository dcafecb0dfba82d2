package dev.zonal.csi.driver.crash;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What was asked of the driver, and what it answered. Each entry has one worker who writes it. */
final class Ledger {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    void put(Entry entry) {
        entries.put(entry.id(), entry);
    }

    /** An application may write to a volume while a call is on its way. */
    void update(VolumeEntry volume, UnaryOperator<Written> change) {
        entries.computeIfPresent(volume.id(), (_, entry) -> ((VolumeEntry) entry).with(change.apply(entry.written())));
    }

    /** The volumes whose names begin like that and that were answered and not deleted. */
    List<VolumeEntry> volumes(String prefix) {
        return there(VolumeEntry.class, prefix);
    }

    List<SnapshotEntry> snapshots(String prefix) {
        return there(SnapshotEntry.class, prefix);
    }

    private <E extends Entry> List<E> there(Class<E> type, String prefix) {
        return entries.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(entry -> entry.life() == Life.THERE && entry.name().startsWith(prefix))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
    }

    /** A copy of this instant. */
    Account account() {
        return new Account(entries);
    }

    /** Drops what is gone: from here on it is as if it had never been asked for. */
    void forgetGone() {
        entries.values().removeIf(entry -> entry.life() == Life.GONE);
    }
}
