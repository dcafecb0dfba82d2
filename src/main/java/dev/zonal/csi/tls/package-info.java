/**
 * Who somebody is, by TLS 1.3: what both ends of the project's own connections between machines have in common.
 *
 * <p>{@code Renewal} asks for certificates again on a slow beat; {@code ServerCertificate} is a server that its clients know by its
 * name, and that knows them by something else; {@code ServerTrust} is such a client. Both ends that know each other by
 * certificates are {@code Certificates} in {@code fleet.wire}.
 *
 * <p>Not here: tokens ({@code config}), and what is refused to whom ({@code server}).
 */
@NullMarked
package dev.zonal.csi.tls;

import org.jspecify.annotations.NullMarked;
