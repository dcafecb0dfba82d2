/**
 * The CSI services on the wire: each method reads its message, calls one use case and writes the answer.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.rpc.ControllerService}, {@link dev.zonal.csi.rpc.NodeService},
 *       {@link dev.zonal.csi.rpc.IdentityService}: a few lines a method.
 *   <li>The {@code *Messages} classes: from message to record and back, pure. What is wrong with the shape of a request
 *       becomes INVALID_ARGUMENT with the field's name there, as far as the message alone shows it.
 *   <li>{@code ParameterMessages}, {@code MountOptions}, {@code MkfsOptions}: what a StorageClass may say, by allow-lists.
 *   <li>{@link dev.zonal.csi.rpc.Statuses}: the one place where a failure becomes a gRPC status, by an exhaustive switch.
 *       {@code Sentence} makes what was quoted from a caller safe to send.
 *   <li>{@code Capabilities}: one table of what the driver says that it can do.
 * </ol>
 *
 * <p>What always holds: no class of {@code backend} is called for its effects, no sentence contains a secret, and an
 * unforeseen failure is INTERNAL with an id that the log explains.
 *
 * <p>Not here: where a call runs, its deadline, its size limits in force and its line in the log ({@code server}).
 */
@NullMarked
package dev.zonal.csi.rpc;

import org.jspecify.annotations.NullMarked;
