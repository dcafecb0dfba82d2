package dev.zonal.csi.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets calls of a port hang until they are let go, as calls into the kernel do on a device that does not answer. */
public final class StuckPort {
    private static final CountDownLatch OPEN = new CountDownLatch(0);

    private volatile CountDownLatch gate = OPEN;
    private final AtomicInteger stuck = new AtomicInteger();
    private final String call;

    /**
     * @param call the name of the method that hangs
     */
    public StuckPort(String call) {
        this.call = call;
    }

    /** The port, in which that call hangs from {@link #close} until {@link #open}. */
    public <T> T around(Class<T> type, T port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals(call)) {
                        stuck.incrementAndGet();
                        gate.await();
                        stuck.decrementAndGet();
                    }
                    try {
                        return method.invoke(port, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    /** How many calls hang now. */
    public int stuck() {
        return stuck.get();
    }

    public void close() {
        gate = new CountDownLatch(1);
    }

    public void open() {
        CountDownLatch closed = gate;
        gate = OPEN;
        closed.countDown();
    }
}
