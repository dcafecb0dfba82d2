package dev.zonal.csi.cluster;

import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of several controllers leads: the one whose name stands in a Lease (coordination.k8s.io) and who renews it. The Lease
 * is there before, and empty. Of one thread, but for {@link #leads}.
 *
 * <p>INVARIANT: times are measured by this process's own monotonic clock alone. Another's Lease has run out when it was not
 * changed for as long as it says while this process looked on; what it says of the time of day is for people. So no clock
 * that is wrong, or jumps, makes two leaders.
 */
public final class LeaderLease {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);

    /** As the sidecars have it. */
    static final Duration DURATION = Duration.ofSeconds(15);

    /** Who could not renew for so long stops leading; the rest is for what is under way. */
    static final Duration RENEWED_WITHIN = Duration.ofSeconds(10);

    private static final String API = "/apis/coordination.k8s.io/v1";
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ApiClient api;
    private final String name;
    private final String identity;
    private final LongSupplier nanoTime;
    private final InstantSource timeOfDay;
    private String uid = "";
    private String seen = "";
    private long seenSince;
    private volatile boolean leading;
    private volatile long renewed;

    /**
     * @param identity of this process, and of no other one that ever was
     * @param nanoTime a clock that never goes back
     */
    public LeaderLease(ApiClient api, String name, String identity, LongSupplier nanoTime, InstantSource timeOfDay) {
        this.api = api;
        this.name = name;
        this.identity = identity;
        this.nanoTime = nanoTime;
        this.timeOfDay = timeOfDay;
    }

    /** Whether this process leads now, and may do what leaders alone do. */
    public boolean leads() {
        return leading && nanoTime.getAsLong() - renewed < RENEWED_WITHIN.toNanos();
    }

    public String name() {
        return name;
    }

    /** By which objects that belong to the Lease name it; known to whoever has led. */
    public String uid() {
        return uid;
    }

    /**
     * Renews the Lease, or takes one that is free or has run out. To be called every few seconds.
     *
     * @throws IOException where it can't be read or written; who led, leads until its time is over
     */
    public void renew() throws IOException {
        long now = nanoTime.getAsLong();
        JsonNode lease = api.get(path()).expect(ApiClient.OK, "the Lease '" + name + "' can't be read");
        String version = lease.path("metadata").path("resourceVersion").asString("");
        if (!version.equals(seen)) {
            seen = version;
            seenSince = now;
        }
        uid = lease.path("metadata").path("uid").asString("");
        JsonNode spec = lease.path("spec");
        String holder = spec.path("holderIdentity").asString("");
        boolean mine = holder.equals(identity);
        long validFor = Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(DURATION.toSeconds()))
                .toNanos();
        if (mine || holder.isEmpty() || now - seenSince >= validFor) {
            write(lease, identity, now);
        } else {
            lead(false, holder);
        }
    }

    /** Gives it up, so that another one need not wait. */
    public void release() throws IOException {
        if (leads()) {
            JsonNode lease = api.get(path()).expect(ApiClient.OK, "the Lease '" + name + "' can't be read");
            if (lease.path("spec").path("holderIdentity").asString("").equals(identity)) {
                write(lease, "", nanoTime.getAsLong());
            }
        }
        leading = false;
    }

    /** Over nobody's newer version. */
    private void write(JsonNode lease, String holder, long now) throws IOException {
        ObjectNode written = (ObjectNode) lease.deepCopy();
        JsonNode before = lease.path("spec");
        ObjectNode spec = written.putObject("spec");
        String time = MICRO_TIME.format(timeOfDay.instant());
        boolean stays = before.path("holderIdentity").asString("").equals(holder);
        spec.put("holderIdentity", holder)
                .put("leaseDurationSeconds", DURATION.toSeconds())
                .put("acquireTime", stays ? before.path("acquireTime").asString(time) : time)
                .put("renewTime", time)
                .put("leaseTransitions", before.path("leaseTransitions").asInt(0) + (stays ? 0 : 1));
        ApiClient.Answer answer = api.put(path(), written);
        if (answer.status() == ApiClient.CONFLICT) {
            lead(false, "another one, who was first");
            return;
        }
        seen = answer.expect(ApiClient.OK, "the Lease '" + name + "' can't be written")
                .path("metadata")
                .path("resourceVersion")
                .asString("");
        seenSince = now;
        // From before it was asked: for the others its time may have begun then.
        renewed = now;
        lead(holder.equals(identity), holder);
    }

    private void lead(boolean now, String holder) {
        if (leading != now) {
            LOG.atInfo()
                    .addKeyValue("lease", name)
                    .addKeyValue("holder", holder)
                    .log(now ? "this controller leads" : "this controller leads no longer");
        }
        leading = now;
    }

    private String path() throws IOException {
        return api.own(API, "leases") + "/" + ServiceAccount.encoded(name);
    }
}
