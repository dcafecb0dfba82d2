/**
 * Use cases for operators, beside CSI: {@code zonal gc}, the search for what an accident left.
 *
 * <p>{@link dev.zonal.csi.maintenance.GarbageCollection} asks the backend's {@code Housekeeping} twice, without and with
 * the locks that all other use cases take, and hands on what is still there. Its invariant: nothing here changes
 * anything, and nothing that a running operation works on is reported.
 *
 * <p>What is not here: what counts as stray, which each backend knows ({@code backend.local.stray}), and how a finding is
 * shown ({@code cli}).
 */
@NullMarked
package dev.zonal.csi.maintenance;

import org.jspecify.annotations.NullMarked;
