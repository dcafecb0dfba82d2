package dev.zonal.csi.conformance;

/** Ends a session at the first reply that the model does not allow. */
final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Disagreement disagreement;

    DisagreementException(Disagreement disagreement) {
        super(disagreement.toString());
        this.disagreement = disagreement;
    }

    Disagreement disagreement() {
        return disagreement;
    }
}
