package dev.zonal.csi.cloud;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A change that a cloud has accepted and not done yet.
 *
 * @param object the disk or the snapshot that it is about
 * @param instance where it happens, for what is about an attachment
 * @param due when it ends; in the past where it waits for the end of a use, empty where it will never end by itself
 */
public record CloudOperation(Kind kind, String object, Optional<InstanceId> instance, Optional<Instant> due) {
    /** What is being done. */
    public enum Kind {
        CREATING,
        ATTACHING,
        DETACHING,
        MODIFYING,
        DELETING,
        /** A snapshot that was cut is being stored. */
        STORING;

        /** As it is written for people and on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
