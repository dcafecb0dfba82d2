package dev.zonal.csi.backend.cloud.instance;

import dev.zonal.csi.backend.cloud.PatientCloud;
import dev.zonal.csi.backend.cloud.Waiting;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.CloudOffer;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.model.StorageException;
import java.util.Optional;

/** This machine as an instance of the cloud: the one that runs under that name, or a new one. */
public final class InstanceRegistration {
    private final PatientCloud cloud;
    private final Waiting waiting;

    public InstanceRegistration(PatientCloud cloud, Waiting waiting) {
        this.cloud = cloud;
        this.waiting = waiting;
    }

    /**
     * @param zone where it has to be; where it runs already, that zone unless said
     * @param type what it becomes where it is new; the cloud's first unless said
     * @throws StorageException.FailedPrecondition where it runs in another zone, or does not run and no zone is said
     */
    public Instance ensure(InstanceId id, Optional<String> zone, Optional<String> type) {
        Instance instance = running(id).orElseGet(() -> launch(id, zone, type));
        zone.filter(named -> !named.equals(instance.zone())).ifPresent(other -> {
            throw new StorageException.FailedPrecondition("instance " + id + " runs in zone " + instance.zone()
                    + ", and --zone, or the label of its node, says " + other
                    + "; mend that, or name another --instance");
        });
        return instance;
    }

    private Optional<Instance> running(InstanceId id) {
        return cloud.instances().stream().filter(found -> found.id().equals(id)).findFirst();
    }

    private Instance launch(InstanceId id, Optional<String> zone, Optional<String> type) {
        String where = zone.orElseThrow(() -> new StorageException.FailedPrecondition(
                "the cloud has no instance '" + id + "'; name the zone in which it is to be launched (--zone)"));
        try {
            return cloud.addInstance(
                    new NewInstance(id, where, type.orElseGet(() -> firstType(cloud.offer()))), waiting.freshToken());
        } catch (CloudException refused) {
            // Somebody else was faster, or the answer of an earlier call was lost.
            return Optional.of(refused)
                    .filter(failed -> failed.kind() == Kind.CONFLICT)
                    .flatMap(_ -> running(id))
                    .orElseThrow(() -> refused);
        }
    }

    private static String firstType(CloudOffer offer) {
        return offer.instanceTypes().stream()
                .map(InstanceType::name)
                .findFirst()
                .orElseThrow(() -> new StorageException.FailedPrecondition("the cloud has no instance types"));
    }
}
