/**
 * Durable records: one directory per object, published by write-then-rename.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.store.ObjectStore}: objects come, change and go; each is a directory with its record.
 *   <li>{@link dev.zonal.csi.store.Scratch} and {@code Draft}: an object is made in {@code tmp/}, synced, renamed into its
 *       place, and the directory above synced. Until then it never was. A deletion is the same way back.
 *   <li>{@link dev.zonal.csi.store.RecordFormat}: one line of JSON with a checksum over every byte; the {@code *Shape}
 *       classes read and write the few types that records are made of, and refuse everything else.
 *   <li>{@link dev.zonal.csi.store.Barrier}: what has to be on the disk before a name leads to it.
 * </ol>
 *
 * <p>What always holds: a record is never written in place, what can't be read is named and left where it is
 * ({@link dev.zonal.csi.store.UnreadableRecordException}), and what lies in {@code tmp/} at a start may go.
 *
 * <p>Not here: what the records say ({@code backend.local.content}), and what a start makes of what it finds
 * ({@code backend.local.recovery}).
 */
@NullMarked
package dev.zonal.csi.store;

import org.jspecify.annotations.NullMarked;
