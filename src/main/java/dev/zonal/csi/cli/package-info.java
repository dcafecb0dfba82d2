/**
 * The commands for people: {@code zonal volume}, {@code snapshot}, {@code node}, {@code topology}, {@code capacity},
 * {@code probe}, {@code gc} and {@code completion}.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.cli.Subcommands} is the list of all commands;
 * {@link dev.zonal.csi.cli.CallCommand} is what those have in common that ask a driver something: connect, ask, show;
 * {@link dev.zonal.csi.cli.VolumeCreate} and {@link dev.zonal.csi.cli.VolumeList} are typical of the rest, a class each. What
 * several of them take are mixins named {@code …Options}. {@link dev.zonal.csi.cli.Names} finds the id that goes with a name.
 *
 * <p>What holds: a command ends with 0 or with the number of the gRPC code, and says why in one sentence on standard error
 * ({@link dev.zonal.csi.cli.Failures}); what is on standard output is the result and nothing else, as a table, JSON, YAML or
 * bare ids. Names of volumes and snapshots work wherever an id does. All commands but {@code gc} work with any CSI driver.
 *
 * <p>Not here: {@code serve} (the root package), and the two commands that are rooms of their own, {@code cli.demo} and
 * {@code cli.doctor}.
 */
@NullMarked
package dev.zonal.csi.cli;

import org.jspecify.annotations.NullMarked;
