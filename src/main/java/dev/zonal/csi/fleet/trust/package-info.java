/**
 * Who is who in a fleet: keys, and the certificates by which controllers and agents know each other.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.fleet.trust.Credentials}: what a process shows, and whom it believes.
 *   <li>{@link dev.zonal.csi.fleet.trust.CertificateAuthority}: signs the certificates of a fleet; its key is with the
 *       controllers alone.
 *   <li>{@link dev.zonal.csi.fleet.trust.AgentKey}: an agent's own key, which never leaves its process, and the certificate
 *       that controllers have signed for it.
 *   <li>{@link dev.zonal.csi.fleet.trust.Registration}: whether a controller signs what an agent wants signed.
 *   <li>{@code X509Builder}: what stands in a certificate.
 * </ol>
 *
 * <p>What always holds: a certificate names one node, and the node has proved by a token that it is that one; nothing that an
 * agent can get signed makes a controller of it; certificates are made by Bouncy Castle and checked by the JDK.
 *
 * <p>Not here: how requests travel ({@code fleet.wire}), who knows tokens and keeps the authority ({@code cluster}).
 */
@NullMarked
package dev.zonal.csi.fleet.trust;

import org.jspecify.annotations.NullMarked;
