/**
 * The volumes of one pool: making, growing and removing them, and showing them as block devices of this node.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.backend.local.volume.LocalVolumes}: new, restored and cloned volumes, expansion, deletion.
 *   <li>{@link dev.zonal.csi.backend.local.volume.LocalDevices}: volumes as loop devices;
 *       {@link dev.zonal.csi.backend.local.volume.AttachedVolumes} knows from the kernel's tables alone which device shows
 *       which volume, so that it can be taken away when the disk is dead.
 *   <li>{@link dev.zonal.csi.backend.local.volume.ExtentSurvey}: how fragmented the images are, looked at on a slow beat.
 * </ol>
 *
 * <p>What always holds: space is reserved before anything is made; a volume that is in use is not deleted; its image is
 * larger than its record says at most after a crash, never smaller.
 *
 * <p>Not here: filesystems and mounts of a volume ({@code node}).
 */
@NullMarked
package dev.zonal.csi.backend.local.volume;

import org.jspecify.annotations.NullMarked;
