package dev.zonal.csi.server;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.zonal.csi.server.Rpc.Trait;
import dev.zonal.csi.tracing.TraceSpan;
import dev.zonal.csi.tracing.Tracing;
import io.grpc.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The span of a call, by OpenTelemetry's conventions for gRPC, with the ids and names of what the call is about. */
final class CallTrace {
    /** Of the requests of CSI and of a cloud. */
    private static final List<String> FIELDS =
            List.of("name", "volume_id", "snapshot_id", "source_volume_id", "node_id", "disk", "snapshot", "instance");

    private static final List<Metadata.Key<String>> HEADERS = Tracing.HEADERS.stream()
            .map(name -> Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))
            .toList();

    private CallTrace() {}

    /** What is asked every few seconds by whoever watches the driver is traced only where its caller traces it. */
    static TraceSpan begin(Tracing tracing, Rpc rpc, Metadata headers) {
        Map<String, String> context = context(headers);
        return rpc.is(Trait.FREQUENT) && context.isEmpty() ? TraceSpan.NONE : tracing.begin(rpc.fullName(), context);
    }

    private static Map<String, String> context(Metadata headers) {
        Map<String, String> context = new HashMap<>();
        for (Metadata.Key<String> header : HEADERS) {
            String value = headers.get(header);
            if (value != null) {
                context.put(header.name(), value);
            }
        }
        return context;
    }

    static void end(TraceSpan span, EndedCall call) {
        span.note("rpc.system.name", "grpc");
        span.note("rpc.method", call.rpc().fullName());
        span.note("rpc.response.status_code", call.code());
        call.request().ifPresent(request -> noteFields(span, call.rpc().isCsi() ? "csi." : "zonal.", request));
        call.subject().ifPresent(subject -> span.note("zonal.for", subject.toString()));
        if (!call.isSuccess()) {
            span.failed(call.code(), call.reason());
        }
        span.end();
    }

    private static void noteFields(TraceSpan span, String prefix, Message request) {
        for (String name : FIELDS) {
            FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
            if (field != null && request.getField(field) instanceof String text && !text.isEmpty()) {
                span.note(prefix + name, text);
            }
        }
    }
}
