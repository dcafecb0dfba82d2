package dev.zonal.csi.server;

import com.google.protobuf.Message;
import dev.zonal.csi.model.KubernetesObject;
import java.time.Duration;
import java.util.Optional;

/**
 * What is told of a call when it has ended.
 *
 * @param code the gRPC code's name
 * @param reason what the caller was told, empty for a success
 * @param callerLeft whether nobody waited for it any more
 * @param took from its first byte to its end
 * @param request empty where none came that could be read
 * @param subject the claim or VolumeSnapshot that it is about, where that is known
 */
record EndedCall(
        Rpc rpc,
        String code,
        String reason,
        boolean callerLeft,
        Duration took,
        Optional<Message> request,
        Optional<KubernetesObject> subject) {
    boolean isSuccess() {
        return code.equals("OK");
    }
}
