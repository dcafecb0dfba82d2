package dev.zonal.csi.bench.measure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Values by their keys, in the order they came, for callers of many threads. To ask for what is not there is an error. */
public final class Keyed<K, V> {
    private final Map<K, V> values = Collections.synchronizedMap(new LinkedHashMap<>());

    public void put(K key, V value) {
        values.put(key, value);
    }

    public void merge(K key, V value, BinaryOperator<V> plus) {
        values.merge(key, value, plus);
    }

    public V get(K key) {
        return known(key, values.get(key));
    }

    public V remove(K key) {
        return known(key, values.remove(key));
    }

    private static <K, V> V known(K key, @Nullable V value) {
        if (value == null) {
            throw new IllegalStateException("there is nothing for " + key);
        }
        return value;
    }

    public void forEach(BiConsumer<K, V> user) {
        values.forEach(user);
    }

    public void clear() {
        values.clear();
    }
}
