package dev.zonal.csi.model;

/**
 * What a volume carries, as its own record says. A filesystem is made only on what never carried anything, and the
 * record knows "begun" from "done": a mkfs that was killed leaves what looks like a filesystem and is none.
 */
public sealed interface Contents {
    /** Nothing was ever written through the driver. */
    record Blank() implements Contents {}

    /** A mkfs was begun and not seen to end; nothing of anybody's is on it. */
    record Formatting(FilesystemType filesystem) implements Contents {}

    /** A whole filesystem, made by the driver. */
    record Formatted(FilesystemType filesystem) implements Contents {}

    /** Given out as a raw device: whatever the workload wrote. */
    record Raw() implements Contents {}
}
