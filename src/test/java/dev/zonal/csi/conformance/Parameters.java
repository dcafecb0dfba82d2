package dev.zonal.csi.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a StorageClass says; empty texts where it does not. */
record Parameters(String pool, String provisioning, String mountOptions, String unknownKey) {
    static final Parameters NONE = new Parameters("", "", "", "");

    static Parameters pool(String name) {
        return new Parameters(name, "", "", "");
    }

    boolean isMalformed() {
        return !unknownKey.isEmpty()
                || !List.of("", "thin", "thick").contains(provisioning)
                || !List.of("", "noatime").contains(mountOptions);
    }

    boolean isThick() {
        return provisioning.equals("thick");
    }

    List<String> mountOptionList() {
        return mountOptions.isEmpty() ? List.of() : List.of(mountOptions);
    }

    String poolOr(String fallback) {
        return pool.isEmpty() ? fallback : pool;
    }

    Map<String, String> message() {
        Map<String, String> message = new HashMap<>();
        put(message, "pool", pool);
        put(message, "provisioning", provisioning);
        put(message, "mountOptions", mountOptions);
        put(message, unknownKey, unknownKey);
        return message;
    }

    private static void put(Map<String, String> message, String key, String value) {
        if (!value.isEmpty()) {
            message.put(key, value);
        }
    }

    /** Whether a volume was made with them. */
    boolean fit(ModelVolume volume) {
        return (pool.isEmpty() || pool.equals(volume.pool()))
                && isThick() == volume.thick()
                && mountOptionList().equals(volume.mountOptions());
    }
}
