/**
 * Taking times.
 *
 * <p>{@link dev.zonal.csi.bench.measure.Turns} runs actions alternately, {@link dev.zonal.csi.bench.measure.Crowd} many at
 * once: in a closed loop, or on a fixed schedule from which latency is counted. {@code Samples} are the times of one
 * action, {@code Batch} those of a crowd, {@code Ratios} what two that alternate come to. {@code ProcessView} is another
 * process seen from outside, {@code Fio} the data path.
 *
 * <p>What holds here: quantiles are by nearest rank, so every figure is one that was seen; and nothing here knows what it
 * measures.
 */
@NullMarked
package dev.zonal.csi.bench.measure;

import org.jspecify.annotations.NullMarked;
