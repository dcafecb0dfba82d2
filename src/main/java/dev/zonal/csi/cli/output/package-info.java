/** How a result is shown: tables for people, documents for programs. */
@NullMarked
package dev.zonal.csi.cli.output;

import org.jspecify.annotations.NullMarked;
