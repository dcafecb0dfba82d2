package dev.zonal.csi.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The part of the table of settings that is about the disks of a cloud. */
final class CloudOptions {
    static final Setting<Optional<Endpoint>> CLOUD = Setting.optional(
            "cloud",
            "unix:///PATH.sock",
            Endpoint::parse,
            "The cloud of --backend cloud (zonal cloud serve); one in this process unless said.");

    static final Setting<Optional<Path>> CLOUD_CONFIG = Setting.optional(
            "cloud-config",
            "FILE",
            ValueParsers::path,
            "What the cloud in this process is like; the preset generic unless said.");

    static final Setting<Path> CLOUD_FOLDER = Setting.of(
            "cloud-folder",
            "DIR",
            "/var/lib/zonal/cloud",
            ValueParsers::path,
            "Where the cloud keeps its disks, and where its instances find theirs.");

    static final Setting<String> CLOUD_ACCOUNT = Setting.of(
            "cloud-account", "NAME", "zonal", String::strip, "Whose calls these are to the cloud, which limits them.");

    static final Setting<Optional<String>> INSTANCE = Setting.optional(
            "instance",
            "NAME",
            text -> Labels.name("the name of an instance", text),
            "Which instance of the cloud this machine is, and so its node id; launched where it does not run yet.");

    static final Setting<Optional<String>> INSTANCE_TYPE = Setting.optional(
            "instance-type",
            "NAME",
            String::strip,
            "As which type the instance is launched; the first of the cloud unless said.");

    static final Setting<Optional<String>> ZONE = Setting.optional(
            "zone",
            "NAME",
            String::strip,
            "In which zone of the cloud the instance is; the label zone of --topology-from-labels says it, too.");

    static final List<Setting<?>> ALL =
            List.of(CLOUD, CLOUD_CONFIG, CLOUD_FOLDER, CLOUD_ACCOUNT, INSTANCE, INSTANCE_TYPE, ZONE);

    private CloudOptions() {}
}
