/** The figures as a table, as JSON, as plots and in the docs. */
@NullMarked
package dev.zonal.csi.bench.report;

import org.jspecify.annotations.NullMarked;
