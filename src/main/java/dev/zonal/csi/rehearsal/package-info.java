/**
 * The training run for the JVM's start-up cache: build tooling, of which a running driver uses nothing.
 *
 * <p>The launcher {@code ./zonal} and the build of the image run {@link dev.zonal.csi.rehearsal.Rehearsal} once, with
 * {@code -XX:AOTCacheOutput}; {@link dev.zonal.csi.rehearsal.StandInClones} lets it come to its end where files can't share
 * their data, as in most builds of an image.
 *
 * <p>What holds: whatever is loaded here is loaded by every start, so this goes through no more than a start and the calls
 * that every driver gets soon; the calls come from processes of their own. What fails here fails no build: the program works
 * as well without the cache, and starts in about twice the time.
 */
@NullMarked
package dev.zonal.csi.rehearsal;

import org.jspecify.annotations.NullMarked;
