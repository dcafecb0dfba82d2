/**
 * The disks of a cloud as volumes: each zone is a home, each volume a disk that says by its tags which one it is.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.backend.cloud.CloudBackend}: the port, put together. {@code DiskVolumes} makes, changes and
 *       removes volumes, {@code DiskCuts} snapshots, {@link dev.zonal.csi.backend.cloud.DiskAttaching} brings them to nodes.
 *   <li>{@link dev.zonal.csi.backend.cloud.PatientCloud}: the one place where a call to the cloud is repeated. {@code
 *       SharedLooks}: the one place where somebody waits for what the cloud has accepted.
 *   <li>{@code CloudIndex}: what the cloud was seen to have, in memory; {@code Places}: its zones as homes;
 *       {@code Doubts}: what may be there and was not seen yet; {@code Lookup} finds it, or asks how it really is.
 *   <li>{@link dev.zonal.csi.backend.cloud.VolumeTags}: a volume as tags of its disk, and back.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>The cloud is the truth, and nothing is kept beside it: another controller, or the next one, finds all by the tags.
 *   <li>Every call that makes something has a client token that follows from its name, so that it is made once, in all zones.
 *       What a changing call answers is true; what a read says may be old, and nothing is destroyed because of it.
 *   <li>What a caller did not wait for goes on in the cloud, and the same call once more comes upon it.
 * </ul>
 *
 * <p>Not here: which cloud it is ({@code cloud}), locks and placement ({@code controller}), and what an instance does with a
 * disk that has come to it ({@code backend.cloud.instance}).
 */
@NullMarked
package dev.zonal.csi.backend.cloud;

import org.jspecify.annotations.NullMarked;
