package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.ByteSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The templates that were used last, by the size of the device: volumes come in few sizes. Kept until the process ends,
 * so an mkfs that is exchanged, or configured anew, is noticed by the next start.
 */
final class Ext4Templates {
    /** Of larger ones mkfs writes more than is kept. */
    private static final ByteSize LARGEST = ByteSize.ofGibibytes(256);

    private static final int MOST = 16;

    private final FilesystemTools tools;
    private final Map<ByteSize, Optional<Ext4Template>> kept = new LinkedHashMap<>(MOST, 0.75f, true);

    Ext4Templates(FilesystemTools tools) {
        this.tools = tools;
    }

    /** Makes it where it is not there yet; empty where there can be none. */
    Optional<Ext4Template> of(ByteSize size) {
        if (size.isMoreThan(LARGEST)) {
            return Optional.empty();
        }
        if (isKnown(size)) {
            return known(size);
        }
        try {
            // Not under the lock: who needs one of another size does not wait for it.
            return keep(size, Ext4Template.make(tools, size));
        } catch (HostException failed) {
            // Whatever it is, mkfs meets it on the device again and has the words for it.
            return Optional.empty();
        }
    }

    private synchronized boolean isKnown(ByteSize size) {
        return kept.containsKey(size);
    }

    /** Where it was forgotten a moment ago, this time without. */
    private synchronized Optional<Ext4Template> known(ByteSize size) {
        return kept.getOrDefault(size, Optional.empty());
    }

    private synchronized Optional<Ext4Template> keep(ByteSize size, Optional<Ext4Template> made) {
        kept.put(size, made);
        var eldest = kept.entrySet().iterator();
        while (kept.size() > MOST || bytes() > Ext4Template.MOST_BYTES) {
            eldest.next();
            eldest.remove();
        }
        return made;
    }

    private long bytes() {
        return kept.values().stream()
                .flatMap(Optional::stream)
                .mapToLong(Ext4Template::bytes)
                .sum();
    }
}
