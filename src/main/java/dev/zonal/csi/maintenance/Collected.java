package dev.zonal.csi.maintenance;

import dev.zonal.csi.backend.Stray;

/**
 * What became of one stray.
 *
 * @param failure why it could not be removed; empty otherwise
 */
public record Collected(Stray stray, Outcome outcome, String failure) {
    public enum Outcome {
        LEFT,
        REMOVED,
        FAILED
    }

    static Collected left(Stray stray) {
        return new Collected(stray, Outcome.LEFT, "");
    }

    static Collected removed(Stray stray) {
        return new Collected(stray, Outcome.REMOVED, "");
    }

    static Collected failed(Stray stray, String failure) {
        return new Collected(stray, Outcome.FAILED, failure);
    }
}
