/**
 * Metrics in Prometheus' text format, and the small HTTP server that shows them beside {@code /healthz} and
 * {@code /readyz}.
 *
 * <p>Read {@link dev.zonal.csi.metrics.HttpEndpoint} first (the socket, on Netty's event loop), then {@code HttpPages}
 * (what stands on each page). A class for each family of metrics: {@code CallMetrics} for the calls,
 * {@code PoolMetrics} for what pools hold (their numbers come from {@code LocalStorage} in the root package), {@code
 * VolumeExtents} for fragmentation, {@code NodeLabelMetrics} for the node's place, {@code CloudMetrics} for a simulated
 * cloud, {@code RuntimeMetrics} for the process.
 *
 * <p>What holds here: a number is asked for when somebody scrapes and comes from memory, so that a scrape never waits for
 * a disk; what costs a start something is set up by the first scrape; no label has a value that a caller can choose, but
 * for the names of pools and the few volumes that are named on purpose. The chart's alerts and dashboard use these names:
 * {@code ChartMetricsTest} holds the two together.
 *
 * <p>What is not here: deciding whether a pool is well ({@code backend.local}), and counting calls ({@code server}).
 */
@NullMarked
package dev.zonal.csi.metrics;

import org.jspecify.annotations.NullMarked;
