/**
 * Use cases for operators, beside CSI: {@code zonal gc}, the search for what an accident left, and the names behind ids.
 *
 * <p>{@link dev.zonal.csi.maintenance.GarbageCollection} asks {@link dev.zonal.csi.maintenance.Housekeeping}, a port that a
 * backend with data on this machine implements, twice, without and with the locks that all other use cases take, and hands
 * on what is still there, each a {@link dev.zonal.csi.maintenance.Stray}. Its invariant: nothing here changes anything, and
 * nothing that a running operation works on is reported.
 *
 * <p>{@link dev.zonal.csi.maintenance.ObjectNames} says what people call a volume or a snapshot: the name that its caller
 * gave, and the claim or VolumeSnapshot of Kubernetes.
 *
 * <p>What is not here: what counts as stray, which each backend knows ({@code backend.local.stray}), and how a finding is
 * shown ({@code cli}).
 */
@NullMarked
package dev.zonal.csi.maintenance;

import org.jspecify.annotations.NullMarked;
