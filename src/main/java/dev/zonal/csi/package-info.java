/**
 * The program {@code zonal}: its entry point, the command {@code serve}, and the composition root.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.Main} is what a shell starts, and shows all commands at a glance;
 * {@link dev.zonal.csi.ServeCommand} turns a command line into a running driver and a signal into its end;
 * {@link dev.zonal.csi.Driver} starts everything that a driver is made of, in order, and stops it in the reverse order;
 * {@link dev.zonal.csi.LocalStorage} opens the pools, and {@link dev.zonal.csi.Services} puts the services of CSI together
 * with the use cases behind them.
 *
 * <p>Everything is composed by plain constructors, here and nowhere else: this package may see every other one, and of the
 * others only {@code rehearsal} sees this one. A start that fails at any point stops what was started before it.
 *
 * <p>Not here: what a setting means ({@code config}), the other commands ({@code cli}), and any decision about a volume.
 */
@NullMarked
package dev.zonal.csi;

import org.jspecify.annotations.NullMarked;
