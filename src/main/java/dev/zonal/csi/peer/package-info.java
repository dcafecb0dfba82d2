/**
 * Who is at the other end of a unix socket: the process id that the kernel keeps with each connection (SO_PEERCRED).
 *
 * <p>One class, {@link dev.zonal.csi.peer.ListeningProcess}, asked only where a person is about to be told something: a
 * driver that is refused its socket, {@code zonal probe} and {@code zonal doctor}. The JDK's own sockets don't tell the
 * process, so this room alone uses jnr-unixsocket. That library with its native part takes some tenths of a second to
 * load, so nothing that a driver does in an ordinary start or call may come here.
 *
 * <p>What is not here: the sockets that calls go through. The driver's is in {@code server}, the client's in
 * {@code client}; both are Netty's.
 */
@NullMarked
package dev.zonal.csi.peer;

import org.jspecify.annotations.NullMarked;
