package dev.zonal.csi.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Lets one caller at a time into the simulated host, whatever thread it comes on. */
final class Serialised {
    private final Object monitor = new Object();

    <T> T port(Class<T> type, T port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    synchronized (monitor) {
                        try {
                            return method.invoke(port, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    }
                }));
    }
}
