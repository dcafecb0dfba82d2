package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.store.RecordFormat;
import java.util.Optional;

/**
 * What {@code made-for.json} holds: the object of Kubernetes that a volume or a snapshot was made for. It is a record of its
 * own, because it only describes: an older driver, which does not know it, reads the object all the same, and damage in
 * it takes nothing away.
 */
public record MadeForRecord(String namespace, String name) {
    static final RecordFormat<MadeForRecord> FORMAT = new RecordFormat<>("made-for", 1, MadeForRecord.class);

    static MadeForRecord of(KubernetesObject object) {
        return new MadeForRecord(object.namespace(), object.name());
    }

    Optional<KubernetesObject> toObject() {
        return KubernetesObject.parse(namespace, name);
    }
}
