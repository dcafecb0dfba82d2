package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.model.Spelling;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Instances are launched and die. */
final class InstanceLife {
    private final World world;
    private final AttachmentLife attachments;

    InstanceLife(World world, AttachmentLife attachments) {
        this.world = world;
        this.attachments = attachments;
    }

    InstanceRecord add(NewInstance request, ClientToken token) {
        TokenUse use = new TokenUse(token.text(), "AddInstance " + request);
        for (InstanceRecord instance : world.instances().values()) {
            if (World.isRepeated(instance.madeBy(), use)) {
                return instance;
            }
        }
        world.region(request.zone());
        world.requireUp(List.of(request.zone()));
        InstanceType type = type(request.type());
        if (world.instances().containsKey(request.id().text())) {
            throw new CloudException(Kind.CONFLICT, "an instance " + request.id() + " runs already");
        }
        InstanceRecord instance = new InstanceRecord(
                request.id().text(),
                world.freshId("launch"),
                request.zone(),
                type.name(),
                type.otherDevices(),
                world.now(),
                use);
        world.add(instance);
        return instance;
    }

    private InstanceType type(String name) {
        Set<String> names = world.description().instanceTypes().keySet();
        return Optional.ofNullable(world.description().instanceTypes().get(name))
                .orElseThrow(() -> new CloudException(
                        Kind.INVALID,
                        "there is no instance type '" + name + "'; there are " + String.join(", ", names)
                                + Spelling.hint(name, names)));
    }

    void kill(String name) {
        InstanceRecord instance = world.instance(name);
        Instant free = world.now().plus(world.description().habits().danglingAttachments());
        // First its disks are on their way: a crash in between leaves an instance that can be killed again.
        List.copyOf(world.disks().values())
                .forEach(disk ->
                        attachments.release(attachment -> attachment.isOn(name, instance.launch()), disk, free));
        world.remove(instance);
    }

    void setOtherDevices(String name, int devices) {
        InstanceRecord instance = world.instance(name);
        if (devices < 0) {
            throw new CloudException(Kind.INVALID, "the number of other devices is never negative: " + devices);
        }
        world.change(instance, instance.withOtherDevices(devices));
    }

    Instance view(InstanceRecord instance) {
        return new Instance(
                new InstanceId(instance.name()),
                instance.launch(),
                instance.zone(),
                instance.type(),
                Optional.ofNullable(world.description().instanceTypes().get(instance.type()))
                        .map(InstanceType::slots)
                        .orElse(0),
                instance.otherDevices(),
                instance.launched());
    }
}
