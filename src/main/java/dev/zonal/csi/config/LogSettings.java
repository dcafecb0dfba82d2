package dev.zonal.csi.config;

import org.slf4j.event.Level;

/** What is logged, and how it is written. */
public record LogSettings(LogFormat format, Level level) {}
