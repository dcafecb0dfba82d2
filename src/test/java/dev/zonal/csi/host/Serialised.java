package dev.zonal.csi.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Lets one caller at a time into the simulated host, whatever thread it comes on. */
final class Serialised {
    private final Object monitor = new Object();

    <T> T port(Class<T> type, T port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    refuseThreadsOfCalls(method);
                    synchronized (monitor) {
                        try {
                            return method.invoke(port, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    }
                }));
    }

    /**
     * A real host may let any call hang. While the event loop hangs, nobody is answered; a virtual thread blocks its
     * carrier, of which there are only as many as processors.
     */
    private static void refuseThreadsOfCalls(Method method) {
        Thread thread = Thread.currentThread();
        if (thread.isVirtual() || thread.getName().startsWith("socket")) {
            throw new AssertionError(method + " is called on " + thread);
        }
    }
}
