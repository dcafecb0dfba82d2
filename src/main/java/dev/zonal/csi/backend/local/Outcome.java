package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.HostException;
import dev.zonal.csi.store.UnreadableRecordException;
import java.util.function.Supplier;

/** What came of reading an object. A failure that is the object's own waits in it until it is the object's turn. */
record Outcome<T>(String name, Supplier<T> result) {
    static <T> Outcome<T> of(String name, Supplier<T> reading) {
        try {
            T read = reading.get();
            return new Outcome<>(name, () -> read);
        } catch (UnreadableRecordException | HostException failure) {
            return new Outcome<>(name, () -> {
                throw failure;
            });
        }
    }

    /** @throws UnreadableRecordException or HostException, where the reading did */
    T get() {
        return result.get();
    }
}
