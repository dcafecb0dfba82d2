package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.Cloud;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The calls that a driver makes to its cloud, in their order: at any one of them it can be stopped, or something can happen. */
public final class CallScript {
    private final List<String> calls = new ArrayList<>();
    private int at = -1;
    private Runnable before = () -> {};
    private Runnable after = () -> {};
    private boolean dead;

    /** The driver's process has ended in the midst of what it did. Not an exception: no code of it runs after that. */
    static final class ProcessEnded extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The cloud, each of whose calls is counted; it may be another one at each of them. */
    Cloud over(Supplier<Cloud> cloud) {
        InvocationHandler handler = (_, method, arguments) -> call(cloud.get(), method, arguments);
        return (Cloud) Proxy.newProxyInstance(Cloud.class.getClassLoader(), new Class<?>[] {Cloud.class}, handler);
    }

    private Object call(Cloud cloud, Method method, Object[] arguments) throws Throwable {
        boolean isIt = begin(method.getName());
        if (isIt) {
            before.run();
        }
        try {
            return method.invoke(cloud, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        } finally {
            if (isIt) {
                after.run();
            }
        }
    }

    private synchronized boolean begin(String name) {
        requireAlive();
        calls.add(name);
        return calls.size() - 1 == at;
    }

    private synchronized void requireAlive() {
        if (dead) {
            throw new ProcessEnded();
        }
    }

    /** The names of those that were made since the script was cleared. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Before that call of those to come, so many having been made, this happens. */
    public synchronized void before(int call, Runnable happening) {
        at = call;
        before = happening;
    }

    /** The process ends before that call. */
    public void dieBefore(int call) {
        before(call, this::die);
    }

    /** The process ends when that call has been answered. */
    public synchronized void dieAfter(int call) {
        at = call;
        after = this::die;
    }

    private synchronized void die() {
        dead = true;
        requireAlive();
    }

    public synchronized boolean isDead() {
        return dead;
    }

    /** Another process begins, and nothing happens to it. */
    public synchronized void clear() {
        calls.clear();
        at = -1;
        before = () -> {};
        after = () -> {};
        dead = false;
    }
}
