/** Space accounting of one pool: what is promised (the ledger), and what its filesystem has free. */
@NullMarked
package dev.zonal.csi.backend.local.space;

import org.jspecify.annotations.NullMarked;
