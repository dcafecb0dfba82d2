/**
 * The bench: what the driver takes, beside what the machine itself takes for the same promise, in one run.
 *
 * <p>Read {@link dev.zonal.csi.bench.Bench} first, which is the run: it opens a {@code Site} (a disk, a packaged driver on
 * it, the floor on the same filesystem), warms up, and lets one {@code Chapter} after the other measure. {@code Kind} says
 * which chapters a run has: the goals, the scale, or a soak. Then the rooms in this order: {@code goals} for what is
 * measured, {@code floor} for what it is held against, {@code fleet} for agents that are simulated, {@code measure} for how times are taken, {@code report} for what
 * comes of it.
 *
 * <p>What holds here: driver and floor are measured in turns, so that whatever else the machine does falls on both; no
 * figure is thrown away; and a run leaves nothing behind, however it ends.
 *
 * <p>What is not here: assertions. A goal that is missed is said so in the table, and fails no build; the few bounds that
 * hold on any machine are tests of the project ({@code FootprintIT}).
 */
@NullMarked
package dev.zonal.csi.bench;

import org.jspecify.annotations.NullMarked;
