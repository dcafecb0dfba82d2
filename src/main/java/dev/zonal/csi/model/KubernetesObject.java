package dev.zonal.csi.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of Kubernetes, by its namespace and name: the PersistentVolumeClaim that a volume was made for, or the
 * VolumeSnapshot that a snapshot was. It describes and decides nothing: two requests that differ in it alone are the same.
 */
public record KubernetesObject(String namespace, String name) {
    /** Of DNS labels, as Kubernetes demands of both; so neither can forge a line of a log or a cell of a table. */
    private static final Pattern DNS_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    public KubernetesObject {
        if (!isName(namespace) || !isName(name)) {
            throw new IllegalArgumentException("not the name of an object of Kubernetes");
        }
    }

    /** The object, where both are names that Kubernetes could have given. */
    public static Optional<KubernetesObject> parse(String namespace, String name) {
        return isName(namespace) && isName(name)
                ? Optional.of(new KubernetesObject(namespace, name))
                : Optional.empty();
    }

    private static boolean isName(String text) {
        return DNS_NAME.matcher(text).matches();
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
