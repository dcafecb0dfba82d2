/** One class per CSI service, and the pure translation between wire messages and the model. */
@NullMarked
package dev.zonal.csi.rpc;

import org.jspecify.annotations.NullMarked;
