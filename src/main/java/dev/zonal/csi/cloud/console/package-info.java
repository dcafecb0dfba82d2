/**
 * A simulated cloud in the browser: one page that shows all that is in it and moves as it moves, and where it is allowed,
 * switches for accidents and faults.
 *
 * <p>To be read in this order:
 * <ol>
 *   <li>{@link dev.zonal.csi.cloud.console.ConsoleServer}: the port, and what stands behind each path.
 *   <li>{@code ConsoleHandler}: one request and its answer. {@code HostRule} and {@code WriteRule}: who gets one.
 *   <li>{@code Viewers}: the stream of states (server-sent events); {@code StateDocument}: what is in a state.
 *   <li>{@code ConsoleControls}: what a browser may do. {@code Assets}: the page itself, from the resources beside this
 *       package: {@code index.html}, {@code console.css} and JavaScript modules that begin at {@code console.js}.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>The page loads nothing from elsewhere and runs no script that is not a file of its own (Content-Security-Policy).
 *   <li>Nothing is changed without the token in a header, which no other site can send: there are no cookies.
 *   <li>A name that leads here by a foreign DNS entry is refused by its {@code Host} header.
 *   <li>For each browser one state at most waits to be sent; who reads slowly misses states, and gets the newest.
 * </ul>
 *
 * <p>Not here: metrics and health ({@code metrics}, on the same port), and the flags (the root package).
 */
@NullMarked
package dev.zonal.csi.cloud.console;

import org.jspecify.annotations.NullMarked;
