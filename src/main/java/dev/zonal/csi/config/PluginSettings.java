package dev.zonal.csi.config;

/**
 * What the driver says of itself.
 *
 * @param controllerExpansion whether volumes are expanded by the controller; without it, the node alone does it
 */
public record PluginSettings(String driverName, Mode mode, SpecVersion spec, boolean controllerExpansion) {}
