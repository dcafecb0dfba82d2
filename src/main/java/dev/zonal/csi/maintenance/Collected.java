package dev.zonal.csi.maintenance;

import dev.zonal.csi.backend.Stray;

/**
 * What became of one stray.
 *
 * @param remark why it could not be removed, or what is to be known once it was; empty where there is nothing to say
 */
public record Collected(Stray stray, Outcome outcome, String remark) {
    public enum Outcome {
        LEFT,
        REMOVED,
        FAILED
    }

    static Collected left(Stray stray) {
        return new Collected(stray, Outcome.LEFT, "");
    }

    static Collected removed(Stray stray, String remark) {
        return new Collected(stray, Outcome.REMOVED, remark);
    }

    static Collected failed(Stray stray, String failure) {
        return new Collected(stray, Outcome.FAILED, failure);
    }
}
