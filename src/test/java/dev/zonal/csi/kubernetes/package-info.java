/** The stories of deploy/examples, told on a real Kubernetes: each with its data, its events and what it leaves. */
@NullMarked
package dev.zonal.csi.kubernetes;

import org.jspecify.annotations.NullMarked;
