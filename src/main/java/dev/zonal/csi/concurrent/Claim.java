package dev.zonal.csi.concurrent;

import dev.zonal.csi.model.ObjectId;

/**
 * What an operation needs to have for itself while it runs.
 *
 * @param key the id of the object without its home, so that Create(name) and Delete(id) meet
 * @param shared whether others that only read the object may run beside it
 */
public record Claim(String key, boolean shared) {
    public static Claim exclusive(String stem) {
        return new Claim(stem, false);
    }

    public static Claim exclusive(ObjectId id) {
        return new Claim(id.stem(), false);
    }

    /** For what is only read: the source of a snapshot, a restore, a clone. */
    public static Claim shared(ObjectId id) {
        return new Claim(id.stem(), true);
    }
}
