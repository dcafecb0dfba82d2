/** Taking times: actions in turns, many callers at once, and what they took. */
@NullMarked
package dev.zonal.csi.bench.measure;

import org.jspecify.annotations.NullMarked;
