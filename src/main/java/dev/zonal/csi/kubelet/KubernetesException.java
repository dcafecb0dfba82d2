package dev.zonal.csi.kubelet;

/** Kubernetes does not say what the driver needs to know; the message is for the operator. */
public final class KubernetesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KubernetesException(String message) {
        super(message);
    }
}
