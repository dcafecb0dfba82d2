package dev.zonal.csi.driver.crash;

import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeContentSource;
import java.util.Map;
import java.util.Optional;

/**
 * What the orchestrator knows of one volume.
 *
 * @param source what it was made from, as asked
 * @param context what the controller said when it took it to the node (CSI, publish_context)
 */
record VolumeEntry(
        String id,
        String name,
        Kind kind,
        Optional<VolumeContentSource> source,
        Life life,
        Between<Long> mebibytes,
        Between<Use> use,
        Map<String, String> context,
        Written written)
        implements Entry {
    /** As much of it as the other calls need. */
    Volume volume() {
        return Volume.newBuilder().setVolumeId(id).build();
    }

    VolumeEntry with(Life newLife) {
        return new VolumeEntry(id, name, kind, source, newLife, mebibytes, use, context, written);
    }

    VolumeEntry sized(Between<Long> newMebibytes) {
        return new VolumeEntry(id, name, kind, source, life, newMebibytes, use, context, written);
    }

    VolumeEntry used(Between<Use> newUse) {
        return new VolumeEntry(id, name, kind, source, life, mebibytes, newUse, context, written);
    }

    VolumeEntry told(Map<String, String> newContext) {
        return new VolumeEntry(id, name, kind, source, life, mebibytes, use, newContext, written);
    }

    VolumeEntry with(Written newWritten) {
        return new VolumeEntry(id, name, kind, source, life, mebibytes, use, context, newWritten);
    }
}
