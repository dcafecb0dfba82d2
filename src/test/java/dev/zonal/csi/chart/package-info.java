/** The Helm chart, as Helm sees it. */
@NullMarked
package dev.zonal.csi.chart;

import org.jspecify.annotations.NullMarked;
