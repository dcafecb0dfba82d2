/**
 * The command {@code zonal demo}: the driver's whole story on a real disk, told through its own socket.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.cli.demo.Story} lists the steps; the classes that it names play them,
 * {@link dev.zonal.csi.cli.demo.Placing} to {@link dev.zonal.csi.cli.demo.Ending}. {@link dev.zonal.csi.cli.demo.OneNode} has
 * a driver for it in this process. {@link dev.zonal.csi.cli.demo.FleetStory} is another one, for which {@link
 * dev.zonal.csi.cli.demo.ManyNodes} has a {@link dev.zonal.csi.cli.demo.FleetCast} of agents and controllers, each a process
 * of its own; and so is {@link dev.zonal.csi.cli.demo.CloudStory}, for which {@link dev.zonal.csi.cli.demo.ThreeZones} has a
 * {@link dev.zonal.csi.cli.demo.CloudCast}. {@link dev.zonal.csi.cli.demo.Demo} is what all have around them; {@link dev.zonal.csi.cli.demo.Narrator} makes
 * the calls, tells of them and holds the promises. {@link dev.zonal.csi.cli.demo.Premises} owns the folder in which everything
 * is made, and {@link dev.zonal.csi.cli.demo.Leftovers} takes away what a demo left that was killed.
 *
 * <p>What holds: it ends with 0 only where every promise was kept, and leaves no mount, loop device or file, also after a
 * signal. It looks at the driver from outside, as an orchestrator does.
 *
 * <p>Not here: how the driver is started ({@link dev.zonal.csi.cli.demo.DriverLauncher} is implemented by the root package),
 * and the mount namespace of its own that the launcher {@code ./zonal} gives it.
 */
@NullMarked
package dev.zonal.csi.cli.demo;

import org.jspecify.annotations.NullMarked;
