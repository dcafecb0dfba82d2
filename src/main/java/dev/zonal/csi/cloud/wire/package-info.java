/**
 * A cloud between processes: the gRPC services of {@code proto/cloud.proto} over the ports, and the same ports over a
 * connection.
 *
 * <p>In this order it reads best: {@link dev.zonal.csi.cloud.wire.CloudApiService} and {@link
 * dev.zonal.csi.cloud.wire.CloudControlsService} serve; {@link dev.zonal.csi.cloud.wire.CloudConnection} is a cloud elsewhere,
 * with {@code RemoteCloud} and {@code RemoteControl} for its calls; the {@code *Messages} turn messages into records and back,
 * and decide nothing.
 *
 * <p>What holds: a caller sees no difference between a cloud in its process and one behind a socket but the time that it takes,
 * and that it may be gone: UNAVAILABLE. One contract test runs against both. Nothing is retried here.
 *
 * <p>Not here: the server and what every call passes through ({@code server}).
 */
@NullMarked
package dev.zonal.csi.cloud.wire;

import org.jspecify.annotations.NullMarked;
