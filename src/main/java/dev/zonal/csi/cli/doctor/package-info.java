/**
 * The command {@code zonal doctor}: is this host fit for the driver?
 *
 * <p>To be read in this order: {@link dev.zonal.csi.cli.doctor.DoctorCommand} has the list of the checks;
 * {@link dev.zonal.csi.cli.doctor.Check} is one of them, {@link dev.zonal.csi.cli.doctor.Finding} what it comes to, with the
 * remedy; {@link dev.zonal.csi.cli.doctor.KernelCheck} is a short example. {@link dev.zonal.csi.cli.doctor.Diagnosis} writes
 * them down for people.
 *
 * <p>What holds: a check leaves the host as it was, needs no running driver, and names a remedy for whatever it finds wrong.
 *
 * <p>Not here: what a driver that runs says of itself ({@code zonal probe}, the metrics).
 */
@NullMarked
package dev.zonal.csi.cli.doctor;

import org.jspecify.annotations.NullMarked;
