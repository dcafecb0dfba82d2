/**
 * The chapters: a class for each row of the table of goals, or for a few rows that are measured together.
 *
 * <p>Read {@link dev.zonal.csi.bench.goals.Chapter} first, then {@code OneCaller} as the plainest of them.
 * {@code ManyCallers} is the closed loop, {@code OpenLoop} the same on a fixed schedule, {@code Scale} and {@code Soak} are
 * runs of their own. {@code Lineages} makes what most of them work on: a volume, its snapshot, a restore and a clone.
 *
 * <p>What holds here: each goal stands as a constant in the class that measures it and as words in its row, and each
 * chapter removes what it made.
 *
 * <p>What is not here: how a time is taken ({@code measure}) and how a row looks ({@code report}).
 */
@NullMarked
package dev.zonal.csi.bench.goals;

import org.jspecify.annotations.NullMarked;
