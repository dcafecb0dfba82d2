package dev.zonal.csi.backend.local.recovery;

import dev.zonal.csi.host.HostException;
import dev.zonal.csi.store.UnreadableRecordException;
import java.util.function.Supplier;

/** What came of reading an object. A failure that is the object's own waits in it until it is the object's turn. */
record ReadResult<T>(String name, Supplier<T> result) {
    static <T> ReadResult<T> of(String name, Supplier<T> reading) {
        try {
            T read = reading.get();
            return new ReadResult<>(name, () -> read);
        } catch (UnreadableRecordException | HostException failure) {
            return new ReadResult<>(name, () -> {
                throw failure;
            });
        }
    }

    /** @throws UnreadableRecordException or HostException, where the reading did */
    T get() {
        return result.get();
    }
}
