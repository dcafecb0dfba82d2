package dev.zonal.csi.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The cloud whose disks are volumes.
 *
 * @param endpoint where it is served; in this process where nowhere
 * @param description what the one in this process is like
 * @param folder where it keeps its disks, and where instances find theirs
 * @param account whose calls are counted
 * @param zone where this machine is as an instance
 * @param instanceType what it becomes where it has to be launched
 */
public record CloudSettings(
        Optional<Endpoint> endpoint,
        Optional<Path> description,
        Path folder,
        String account,
        Optional<String> zone,
        Optional<String> instanceType) {}
