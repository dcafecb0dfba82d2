package dev.zonal.csi.rpc;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Builds an allow-list: names, and what may follow each. */
final class OptionTable {
    private final Map<String, Pattern> table = new HashMap<>();

    OptionTable all(Pattern grammar, String... names) {
        for (String name : names) {
            table.put(name, grammar);
        }
        return this;
    }

    Map<String, Pattern> done() {
        return Map.copyOf(table);
    }
}
