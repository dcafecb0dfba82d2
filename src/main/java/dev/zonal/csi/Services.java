package dev.zonal.csi;

import dev.zonal.csi.backend.StorageBackend;
import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.backend.cloud.CloudBackend;
import dev.zonal.csi.backend.cloud.instance.InstanceVolumes;
import dev.zonal.csi.backend.fleet.FleetBackend;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.config.Configuration;
import dev.zonal.csi.config.Configuration.KubeletSettings;
import dev.zonal.csi.config.Configuration.VolumeSettings;
import dev.zonal.csi.controller.Attaching;
import dev.zonal.csi.controller.ClaimConsumers;
import dev.zonal.csi.controller.Homes;
import dev.zonal.csi.controller.Modifying;
import dev.zonal.csi.controller.NewContents;
import dev.zonal.csi.controller.Snapshots;
import dev.zonal.csi.controller.Volumes;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.maintenance.GarbageCollection;
import dev.zonal.csi.maintenance.ObjectNames;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.node.Expansion;
import dev.zonal.csi.node.Introduction;
import dev.zonal.csi.node.KubeletFolder;
import dev.zonal.csi.node.NodeInfo;
import dev.zonal.csi.node.Publishing;
import dev.zonal.csi.node.Staging;
import dev.zonal.csi.node.Statistics;
import dev.zonal.csi.node.TargetPaths;
import dev.zonal.csi.node.VolumeFilesystem;
import dev.zonal.csi.rpc.ControllerService;
import dev.zonal.csi.rpc.IdentityService;
import dev.zonal.csi.rpc.MaintenanceService;
import dev.zonal.csi.rpc.NodeService;
import dev.zonal.csi.scheduling.PodViews;
import io.grpc.BindableService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The services of the driver with the use cases behind them. */
final class Services {
    private final Configuration configuration;
    private final Operations operations;

    Services(Configuration configuration, Operations operations) {
        this.configuration = configuration;
        this.operations = operations;
    }

    /** Those of a driver with pools of its own, for either half of it or both. */
    List<BindableService> overPools(LocalBackend backend, Host host, String version) {
        List<BindableService> services = new ArrayList<>();
        services.add(new IdentityService(configuration.plugin(), version));
        services.add(new MaintenanceService(
                new GarbageCollection(backend.housekeeping(), operations), new ObjectNames(backend)));
        if (configuration.plugin().mode().servesController()) {
            services.add(controller(backend));
        }
        if (configuration.plugin().mode().servesNode()) {
            services.add(node(backend, configuration.node().topology(), host));
        }
        return services;
    }

    /** Those of a controller whose volumes are elsewhere. */
    List<BindableService> overNetwork(FleetBackend backend, String version) {
        return List.of(
                new IdentityService(configuration.plugin(), version),
                MaintenanceService.ofFleet(new ObjectNames(backend), backend::status),
                controller(backend));
    }

    /** The controller's half of a driver whose volumes are disks of a cloud. */
    List<BindableService> overDisks(CloudBackend backend) {
        return List.of(
                MaintenanceService.ofCloud(new ObjectNames(backend)),
                controller(
                        backend,
                        Optional.of(new Attaching(backend, backend.attachments(), operations)),
                        Optional.of(new Modifying(backend.modifications(), operations))));
    }

    /** The node's half of it. */
    NodeService onInstance(InstanceVolumes devices, Topology here, Host host) {
        return node(devices, here, host);
    }

    private ControllerService controller(StorageBackend backend) {
        return controller(backend, Optional.empty(), Optional.empty());
    }

    private ControllerService controller(
            StorageBackend backend, Optional<Attaching> attaching, Optional<Modifying> modifying) {
        VolumeSettings volumes = configuration.volumes();
        Homes homes = new Homes(backend, volumes.forgottenHomes());
        NewContents contents = new NewContents(backend, volumes.defaultFilesystem(), volumes.defaultSize());
        return new ControllerService(
                configuration.plugin(),
                backend.features(),
                new Volumes(backend, operations, contents, homes, consumers()),
                new Snapshots(backend, operations, homes),
                attaching,
                modifying);
    }

    private ClaimConsumers consumers() {
        return configuration.volumes().podPlacement()
                ? PodViews.ofPod(System.getenv(), configuration.plugin().driverName())
                : ClaimConsumers.NOT_ASKED;
    }

    private NodeService node(VolumeDevices devices, Topology here, Host host) {
        KubeletSettings settings = configuration.kubelet();
        KubeletFolder kubelet = new KubeletFolder(
                settings.directory(), settings.registrationDirectory().isPresent());
        TargetPaths paths = new TargetPaths(host.files(), kubelet, devices::keeps);
        VolumeFilesystem filesystem = new VolumeFilesystem(
                devices,
                host.filesystems(),
                host.mounts(),
                configuration.volumes().defaultFilesystem());
        return new NodeService(
                configuration.plugin(),
                () -> new NodeInfo(configuration.node().nodeId(), devices.maximumVolumes(), here),
                new Introduction(devices, operations),
                new Staging(devices, host.mounts(), filesystem, paths, host.files(), operations),
                new Publishing(devices, host.mounts(), paths, host.files(), operations),
                new Expansion(devices, host.filesystems(), host.mounts(), paths, operations),
                new Statistics(devices, host.files(), host.filesystems(), host.mounts(), operations));
    }
}
