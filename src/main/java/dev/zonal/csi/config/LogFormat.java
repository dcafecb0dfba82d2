package dev.zonal.csi.config;

/** How an event of the log is written; either way in one line. */
public enum LogFormat {
    TEXT,
    JSON
}
