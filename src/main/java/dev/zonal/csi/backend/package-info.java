/** The port behind which volumes and snapshots live; its Javadoc is the contract of every backend. */
@NullMarked
package dev.zonal.csi.backend;

import org.jspecify.annotations.NullMarked;
