/** What is read of the pods of a claim, from an API server that the tests fill. */
@NullMarked
package dev.zonal.csi.scheduling;

import org.jspecify.annotations.NullMarked;
