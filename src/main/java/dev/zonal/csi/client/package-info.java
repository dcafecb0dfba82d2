/**
 * A CSI client on a unix socket, for the commands and for the tests.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.client.CsiClient} is the connection, with one class for the calls of each
 * service; {@link dev.zonal.csi.client.Calls} makes a call, with its timeout, and turns what it fails with into
 * {@link dev.zonal.csi.client.CallFailed}: a gRPC code with a sentence for a person. {@link dev.zonal.csi.client.Listener}
 * finds out why nobody answered. {@link dev.zonal.csi.client.SegmentKeys} completes topology keys that were written without
 * their prefix.
 *
 * <p>What holds: it speaks the generated messages of the spec and knows nothing of this driver, so that it serves any CSI
 * driver. Nothing is retried. The transport logs nothing.
 *
 * <p>Not here: what the answers look like on a terminal ({@code cli.output}).
 */
@NullMarked
package dev.zonal.csi.client;

import org.jspecify.annotations.NullMarked;
