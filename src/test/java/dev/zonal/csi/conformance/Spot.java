package dev.zonal.csi.conformance;

/**
 * What stands at a path of the node.
 *
 * @param directory else an empty file, which a device node is bound over
 * @param volume the id of the volume mounted there; empty where nothing is
 * @param node whether it shows the raw device
 * @param noatime whether it has that mount option
 */
record Spot(boolean directory, String volume, boolean node, boolean readOnly, boolean noatime) {
    static final Spot EMPTY_DIRECTORY = new Spot(true, "", false, false, false);
    static final Spot EMPTY_FILE = new Spot(false, "", false, false, false);

    static Spot empty(boolean block) {
        return block ? EMPTY_FILE : EMPTY_DIRECTORY;
    }

    Spot showing(String id, boolean asNode, boolean withoutWrites) {
        return new Spot(directory, id, asNode, withoutWrites, false);
    }

    Spot with(boolean noatimeNow) {
        return new Spot(directory, volume, node, readOnly, noatimeNow);
    }

    boolean isMounted() {
        return !volume.isEmpty();
    }

    boolean shows(String id) {
        return volume.equals(id) && isMounted();
    }
}
