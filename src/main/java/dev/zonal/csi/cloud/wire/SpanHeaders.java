package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.tracing.CurrentSpan;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.util.Map;

/** Tells the cloud of which span a call is a part, so that what it does stands in the same trace. */
final class SpanHeaders implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Map<String, String> context = CurrentSpan.get().context();
        if (context.isEmpty()) {
            return next.newCall(method, options);
        }
        Metadata headers = new Metadata();
        context.forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        return MetadataUtils.newAttachHeadersInterceptor(headers).interceptCall(method, options, next);
    }
}
