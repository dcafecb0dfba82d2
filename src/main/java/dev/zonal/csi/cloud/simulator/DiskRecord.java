package dev.zonal.csi.cloud.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A disk, on the disk. What state it is in follows from the time and from these: nothing has to happen for a disk to
 * become ready.
 *
 * @param readyAt when it meets its fate
 * @param everAttached whether any instance ever had it
 * @param goneAt when it is deleted; empty where nobody deletes it
 * @param modification the one under way
 * @param modifiedAt when the last modifications ended
 * @param tokens the last ones that were used on it; the first of all is that of its making
 * @param tags absent in records that are older than tags
 */
record DiskRecord(
        String id,
        List<String> zones,
        String category,
        long sizeBytes,
        long iops,
        Optional<String> source,
        Instant created,
        Instant readyAt,
        Fate fate,
        boolean everAttached,
        Optional<Instant> goneAt,
        List<AttachmentRecord> attachments,
        Optional<ModificationRecord> modification,
        List<Instant> modifiedAt,
        TokenUse madeBy,
        List<TokenUse> tokens,
        Optional<List<Tag>> tags) {
    private static final int REMEMBERED = 16;

    /** By which an instance finds the device; a serial of a virtio disk has 20 bytes at most. */
    String serial() {
        return serial(id);
    }

    static String serial(String id) {
        return "z" + id.substring(id.indexOf('-') + 1);
    }

    boolean isReady(Instant now) {
        return !now.isBefore(readyAt) && fate == Fate.READY && goneAt.isEmpty();
    }

    /** The attachment to that instance, where there is one. */
    Optional<AttachmentRecord> on(String instance, String launch) {
        return attachments.stream()
                .filter(attachment -> attachment.isOn(instance, launch))
                .findFirst();
    }

    DiskRecord attached(AttachmentRecord attachment) {
        List<AttachmentRecord> more = new ArrayList<>(attachments);
        more.add(attachment);
        return with(true, goneAt, more, modification, modifiedAt, tokens);
    }

    /** With every attachment changed; one that becomes empty is gone. */
    DiskRecord attachments(UnaryOperator<Optional<AttachmentRecord>> change) {
        return with(
                everAttached,
                goneAt,
                attachments.stream()
                        .flatMap(attachment -> change.apply(Optional.of(attachment)).stream())
                        .toList(),
                modification,
                modifiedAt,
                tokens);
    }

    DiskRecord deleted(Instant at) {
        return with(everAttached, Optional.of(at), attachments, modification, modifiedAt, tokens);
    }

    DiskRecord modifying(ModificationRecord change) {
        return with(everAttached, goneAt, attachments, Optional.of(change), modifiedAt, tokens);
    }

    /** As it is when its modification has ended. */
    DiskRecord modified(ModificationRecord change) {
        List<Instant> ended = new ArrayList<>(modifiedAt);
        ended.add(change.doneAt());
        return new DiskRecord(
                id,
                zones,
                change.category(),
                change.sizeBytes(),
                change.iops(),
                source,
                created,
                readyAt,
                fate,
                everAttached,
                goneAt,
                attachments,
                Optional.empty(),
                last(ended),
                madeBy,
                tokens,
                tags);
    }

    List<Tag> noted() {
        return tags.orElse(List.of());
    }

    DiskRecord tagged(Map<String, String> others) {
        return new DiskRecord(
                id,
                zones,
                category,
                sizeBytes,
                iops,
                source,
                created,
                readyAt,
                fate,
                everAttached,
                goneAt,
                attachments,
                modification,
                modifiedAt,
                madeBy,
                tokens,
                Optional.of(Tag.over(noted(), others)));
    }

    DiskRecord usedBy(TokenUse token) {
        List<TokenUse> more = new ArrayList<>(tokens);
        more.add(token);
        return with(everAttached, goneAt, attachments, modification, modifiedAt, last(more));
    }

    private static <T> List<T> last(List<T> all) {
        return List.copyOf(all.subList(Math.max(0, all.size() - REMEMBERED), all.size()));
    }

    private DiskRecord with(
            boolean onceAttached,
            Optional<Instant> gone,
            List<AttachmentRecord> on,
            Optional<ModificationRecord> change,
            List<Instant> ended,
            List<TokenUse> used) {
        return new DiskRecord(
                id,
                zones,
                category,
                sizeBytes,
                iops,
                source,
                created,
                readyAt,
                fate,
                onceAttached,
                gone,
                on,
                change,
                ended,
                madeBy,
                used,
                tags);
    }
}
