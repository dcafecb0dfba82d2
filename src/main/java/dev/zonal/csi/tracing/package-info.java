/**
 * Traces: where the time of a call goes, as spans that OpenTelemetry's collectors take.
 *
 * <p>In this order it reads best: {@link dev.zonal.csi.tracing.TraceSpan} is a stretch of work; {@link
 * dev.zonal.csi.tracing.CurrentSpan} has the one that this thread works on, bound as a call's deadline is, so that whoever asks
 * a cloud or waits opens a span below it and is handed nothing for that; {@link dev.zonal.csi.tracing.Tracing} begins the span
 * of a call. Behind them {@link dev.zonal.csi.tracing.CollectorTracing} and {@code ExportedSpan} are those of OpenTelemetry's
 * SDK, and {@code SpanDelivery} says once that a collector does not take them.
 *
 * <p>What always holds: no call waits for a collector, and none fails by it; where nobody traces, no class of OpenTelemetry is
 * loaded, its API included; no attribute has a field of a request that is not an id or a name.
 *
 * <p>Not here: what a span says of a call ({@code server}), and what is worth a span ({@code backend.cloud}).
 */
@NullMarked
package dev.zonal.csi.tracing;

import org.jspecify.annotations.NullMarked;
