package dev.zonal.csi.cloud;

/** A machine to be launched; its name is its id. */
public record NewInstance(InstanceId id, String zone, String type) {
    /** The same text for the same request. */
    @Override
    public String toString() {
        return id + " in " + zone + ", " + type;
    }
}
