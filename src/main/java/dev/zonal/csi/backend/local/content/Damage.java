package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;

/**
 * An object that stands in a pool and can't be used. The driver removes nothing of it on its own: a person decides.
 *
 * @param id the name of its directory
 * @param path where it stands
 * @param reason what is wrong, as a clause with its subject
 */
public record Damage(String id, Path path, String reason) {
    public StorageException.FailedPrecondition refusal() {
        return new StorageException.FailedPrecondition(id + " can't be used: " + reason + "; what it holds is kept in "
                + path + ": repair it and start the driver again, or move that directory out of the pool");
    }
}
