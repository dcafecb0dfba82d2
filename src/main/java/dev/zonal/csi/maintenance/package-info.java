/**
 * Use cases for operators, beside CSI: {@code zonal gc}, the search for what an accident left, and the names behind ids.
 *
 * <p>{@link dev.zonal.csi.maintenance.GarbageCollection} asks the backend's {@code Housekeeping} twice, without and with
 * the locks that all other use cases take, and hands on what is still there. Its invariant: nothing here changes
 * anything, and nothing that a running operation works on is reported.
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
