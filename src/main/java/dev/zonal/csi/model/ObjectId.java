package dev.zonal.csi.model;

/**
 * The id of something that is stored: a kind, the hash of the name that the CO gave it, and the home it lives on.
 *
 * <p>Derived, not drawn: a retry after a crash lands on the same object, and no index of names is needed.
 */
public sealed interface ObjectId permits VolumeId, SnapshotId {
    /** The whole id as the CO sees it. */
    String value();

    /** The id without its home: the same for one name wherever it is placed, and so the key of its lock. */
    default String stem() {
        return value().substring(0, value().lastIndexOf('-'));
    }

    default HomeId home() {
        return new HomeId(value().substring(value().lastIndexOf('-') + 1));
    }
}
