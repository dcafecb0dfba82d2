/**
 * The figures as a table, as JSON, as plots and in the docs.
 *
 * <p>{@link dev.zonal.csi.bench.report.Report} collects {@code Row}s and {@code Plot}s while a run goes on; {@code Docs}
 * writes them into {@code docs/performance.md} between the marks of their section, {@code Svg} draws a plot.
 *
 * <p>What holds here: a figure never stands without its unit, a goal that is missed is bold, and a plot begins at zero
 * unless its axes are logarithmic.
 */
@NullMarked
package dev.zonal.csi.bench.report;

import org.jspecify.annotations.NullMarked;
