/**
 * The commands about a simulated cloud: {@code zonal cloud show}, {@code disk}, {@code snapshot}, {@code instance}, {@code
 * fault}, {@code zone} and {@code clock}.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.cli.cloud.CloudCommands} is the list of them; {@code CloudCommand} is what
 * they have in common; {@code DiskCreate} is typical of the rest, a class each. {@code CloudShow} and {@code CloudTree} show all
 * that there is.
 *
 * <p>What holds: they speak with a cloud through its port alone, so that what a command can do a driver can do. What the cloud
 * refuses is its own sentence.
 *
 * <p>Not here: {@code zonal cloud serve} (the root package).
 */
@NullMarked
package dev.zonal.csi.cli.cloud;

import org.jspecify.annotations.NullMarked;
