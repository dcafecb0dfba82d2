package dev.zonal.csi.cloud.simulator;

/**
 * A client token and what it was used for.
 *
 * @param request tells one request from another: the same text for the same one
 */
record TokenUse(String token, String request) {}
