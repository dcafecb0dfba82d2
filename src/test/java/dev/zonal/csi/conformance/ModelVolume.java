package dev.zonal.csi.conformance;

import java.util.List;
import java.util.Set;

/**
 * A volume as the model knows it.
 *
 * @param source the id that it was made from; empty where it began blank
 * @param attached whether it is staged as a raw device; nothing asks that of others
 */
record ModelVolume(
        String id,
        String name,
        String pool,
        long size,
        Set<Use> uses,
        boolean thick,
        List<String> mountOptions,
        String source,
        Carried carried,
        boolean attached) {
    ModelVolume withSize(long bytes) {
        return new ModelVolume(id, name, pool, bytes, uses, thick, mountOptions, source, carried, attached);
    }

    ModelVolume with(Carried other) {
        return new ModelVolume(id, name, pool, size, uses, thick, mountOptions, source, other, attached);
    }

    ModelVolume attached(boolean now) {
        return new ModelVolume(id, name, pool, size, uses, thick, mountOptions, source, carried, now);
    }

    boolean isRaw() {
        return carried.stage() == Carried.Stage.RAW;
    }

    /** The filesystem that a stage without a wish gets: of several the first that the driver knows. */
    String preferredFilesystem() {
        return Sizes.FILESYSTEMS.stream()
                .filter(word -> uses.stream().anyMatch(use -> use.filesystem().equals(word)))
                .findFirst()
                .orElse(Sizes.DEFAULT_FILESYSTEM);
    }

    /** Whether it was made for that use. */
    boolean covers(Use wish) {
        return uses.stream()
                .anyMatch(use -> use.mode() == wish.mode() && use.block() == wish.block() && agrees(use, wish));
    }

    private boolean agrees(Use made, Use wish) {
        String carries = carried.known().isEmpty() ? made.filesystem() : carried.known();
        return wish.block() || wish.filesystem().isEmpty() || wish.filesystem().equals(carries);
    }
}
