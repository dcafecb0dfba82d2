package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.concurrent.Backoff;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.tracing.CurrentSpan;
import dev.zonal.csi.tracing.TraceSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A cloud whose calls are repeated: the one policy for its errors. What was throttled, or had no answer, is asked again with
 * the same client token, after a pause with jitter, a bounded number of times and as long as the caller's deadline lasts. Each
 * try and each pause is a span.
 */
public final class PatientCloud implements Cloud {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Longer than that nobody waits for a call: its caller comes again. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(70);

    private static final int MOST_THROTTLED = 60;
    private static final int MOST_UNANSWERED = 8;

    private static final String FOR_ITS_TURN = "wait for its turn";
    private static final String BEFORE_RETRY = "wait before retry";

    private final Cloud cloud;
    private final Waiting waiting;
    private final Map<ApiCall, Pace> paces = new ConcurrentHashMap<>();

    public PatientCloud(Cloud cloud, Waiting waiting) {
        this.cloud = cloud;
        this.waiting = waiting;
    }

    private <T> T asked(ApiCall call, Supplier<T> work) {
        Pace pace = paces.computeIfAbsent(call, _ -> new Pace());
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, waiting.random());
        int throttled = 0;
        int unanswered = 0;
        List<CloudException> before = new ArrayList<>();
        while (true) {
            Pace.Turn turn = pace.take(waiting.now());
            pause(FOR_ITS_TURN, turn.pause());
            try {
                return tried(call, before.size(), work);
            } catch (CloudException failed) {
                before.forEach(failed::addSuppressed);
                before.add(failed);
                if (failed.kind() == Kind.THROTTLED && throttled++ < MOST_THROTTLED) {
                    Duration wait = failed.retryAfter().orElseGet(backoff::next);
                    failed.retryAfter().ifPresent(asked -> pace.throttled(turn, waiting.now(), asked));
                    requireWorthIt(failed, wait);
                    pause(BEFORE_RETRY, failed.retryAfter().isPresent() ? beyondPace(wait) : wait);
                } else if (isUnanswered(failed.kind()) && unanswered++ < MOST_UNANSWERED) {
                    Duration wait = backoff.next();
                    requireWorthIt(failed, wait);
                    pause(BEFORE_RETRY, wait);
                } else {
                    throw failed;
                }
            }
        }
    }

    private static <T> T tried(ApiCall call, int triesBefore, Supplier<T> work) {
        TraceSpan span = CurrentSpan.get().child(call.word(), TraceSpan.Kind.CALL);
        if (triesBefore > 0) {
            span.note("zonal.tries_before", Integer.toString(triesBefore));
        }
        return CurrentSpan.within(
                span,
                failure -> failure instanceof CloudException refused
                        ? refused.kind().word()
                        : failure.getClass().getSimpleName(),
                work);
    }

    /** Whether the call that failed may have been done all the same, by this try or one before it. */
    static boolean mayBeDone(CloudException failed) {
        return isUnanswered(failed.kind()) || failed.kind() == Kind.THROTTLED || failed.getSuppressed().length > 0;
    }

    private static boolean isUnanswered(Kind kind) {
        return kind == Kind.UNAVAILABLE || kind == Kind.INTERNAL;
    }

    /** What the pace of all calls does not wait for anyhow. */
    private static Duration beyondPace(Duration retryAfter) {
        return Pace.isWaitedFor(retryAfter) ? Duration.ZERO : retryAfter;
    }

    private static void requireWorthIt(CloudException failed, Duration wait) {
        boolean tooLong = Deadline.current().remaining().orElse(LONGEST_WAIT).compareTo(wait) < 0
                || wait.compareTo(LONGEST_WAIT) > 0;
        if (tooLong) {
            throw failed;
        }
    }

    private void pause(String span, Duration wait) {
        if (wait.isPositive()) {
            waiting.pause(span, wait);
            Deadline.current().checkpoint();
        }
    }

    private void done(ApiCall call, Runnable work) {
        asked(call, () -> {
            work.run();
            return true;
        });
    }

    @Override
    public CloudOffer offer() {
        return asked(ApiCall.DESCRIBE_OFFER, cloud::offer);
    }

    @Override
    public Instance addInstance(NewInstance instance, ClientToken token) {
        return asked(ApiCall.ADD_INSTANCE, () -> cloud.addInstance(instance, token));
    }

    @Override
    public List<Instance> instances() {
        return asked(ApiCall.LIST_INSTANCES, cloud::instances);
    }

    @Override
    public Disk createDisk(NewDisk disk, ClientToken token) {
        return asked(ApiCall.CREATE_DISK, () -> cloud.createDisk(disk, token));
    }

    @Override
    public void deleteDisk(DiskId disk, ClientToken token) {
        done(ApiCall.DELETE_DISK, () -> cloud.deleteDisk(disk, token));
    }

    @Override
    public List<Disk> disks() {
        return asked(ApiCall.LIST_DISKS, cloud::disks);
    }

    @Override
    public List<Disk> describeDisks(Set<DiskId> disks) {
        return asked(ApiCall.DESCRIBE_DISKS, () -> cloud.describeDisks(disks));
    }

    @Override
    public Disk attachDisk(AttachDisk request, ClientToken token) {
        return asked(ApiCall.ATTACH_DISK, () -> cloud.attachDisk(request, token));
    }

    @Override
    public Disk detachDisk(DetachDisk request, ClientToken token) {
        return asked(ApiCall.DETACH_DISK, () -> cloud.detachDisk(request, token));
    }

    @Override
    public Disk modifyDisk(DiskId disk, DiskChange change, ClientToken token) {
        return asked(ApiCall.MODIFY_DISK, () -> cloud.modifyDisk(disk, change, token));
    }

    @Override
    public Disk tagDisk(DiskId disk, Map<String, String> tags, ClientToken token) {
        return asked(ApiCall.TAG_DISK, () -> cloud.tagDisk(disk, tags, token));
    }

    @Override
    public DiskSnapshot createSnapshot(DiskId disk, Map<String, String> tags, ClientToken token) {
        return asked(ApiCall.CREATE_SNAPSHOT, () -> cloud.createSnapshot(disk, tags, token));
    }

    @Override
    public void deleteSnapshot(DiskSnapshotId snapshot, ClientToken token) {
        done(ApiCall.DELETE_SNAPSHOT, () -> cloud.deleteSnapshot(snapshot, token));
    }

    @Override
    public List<DiskSnapshot> snapshots() {
        return asked(ApiCall.LIST_SNAPSHOTS, cloud::snapshots);
    }

    @Override
    public List<DiskSnapshot> describeSnapshots(Set<DiskSnapshotId> snapshots) {
        return asked(ApiCall.DESCRIBE_SNAPSHOTS, () -> cloud.describeSnapshots(snapshots));
    }
}
