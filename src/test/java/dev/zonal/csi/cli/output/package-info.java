/** Tables, documents and words. */
@NullMarked
package dev.zonal.csi.cli.output;

import org.jspecify.annotations.NullMarked;
