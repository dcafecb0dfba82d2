package dev.zonal.csi.controller;

import java.util.List;

/**
 * A part of a list.
 *
 * @param nextToken where the rest begins, empty where there is none
 */
public record Page<T>(List<T> entries, String nextToken) {
    public Page {
        entries = List.copyOf(entries);
    }
}
