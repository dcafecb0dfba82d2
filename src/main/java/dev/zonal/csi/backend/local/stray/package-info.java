/**
 * The search for strays: what stands in a pool, or over its files, and belongs to nothing that the pool lists. It is what
 * {@code zonal gc} shows; it opens no file and removes nothing, and each finding names the command by which a person can.
 *
 * <p>Read {@link dev.zonal.csi.backend.local.stray.Strays} first, which puts the two halves together: the files and
 * directories below the pool's own folders, and the loop devices over them with what is mounted from those.
 *
 * <p>What holds here: a file is known by its inode, never by the name under which one comes upon it, so a hard link to a
 * volume's image leads to no device and no mount of that volume; nothing in which something is mounted is entered; what a
 * running operation works on is no finding, which the caller makes sure of by looking again under the object's lock.
 *
 * <p>What is not here: finishing or undoing what the driver itself began, which the pool's recovery does at each start.
 */
@NullMarked
package dev.zonal.csi.backend.local.stray;

import org.jspecify.annotations.NullMarked;
