package dev.zonal.csi.host;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the disk below one directory of a host sick: every call about a path below it, or about a loop device over a file
 * of it, fails or hangs until it is healed. The kernel's own tables, of mounts and of loop devices, still answer.
 */
public final class SickDisk {
    private static final CountDownLatch OPEN = new CountDownLatch(0);
    private static final Set<String> OF_THE_KERNEL =
            Set.of("at", "showing", "unmount", "unmountLazily", "find", "detach", "all", "backings", "isShared");

    private final Path root;
    private final Set<Path> devices = ConcurrentHashMap.newKeySet();
    private final AtomicInteger hanging = new AtomicInteger();
    private volatile Optional<Errno> failure = Optional.empty();
    private volatile CountDownLatch gate = OPEN;

    public SickDisk(Path root) {
        this.root = root;
    }

    public Host around(Host host) {
        return new Host(
                port(FileTree.class, host.files()),
                port(LoopDevices.class, host.loops()),
                port(Mounts.class, host.mounts()),
                port(Filesystems.class, host.filesystems()));
    }

    private <T> T port(Class<T> type, T port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    boolean ofThisDisk =
                            arguments != null && !OF_THE_KERNEL.contains(method.getName()) && isHere(arguments);
                    if (ofThisDisk) {
                        meet(method.getName());
                    }
                    try {
                        Object result = method.invoke(port, arguments);
                        if (ofThisDisk && result instanceof LoopDevice device) {
                            devices.add(device.path());
                        }
                        return result;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private boolean isHere(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Path path && (path.startsWith(root) || devices.contains(path))) {
                return true;
            }
        }
        return false;
    }

    private void meet(String call) throws InterruptedException {
        hanging.incrementAndGet();
        gate.await();
        hanging.decrementAndGet();
        if (failure.isPresent()) {
            throw new HostException(call + " below " + root, failure.get());
        }
    }

    public void fail(Errno errno) {
        failure = Optional.of(errno);
    }

    public void hang() {
        gate = new CountDownLatch(1);
    }

    /** How many calls hang now. */
    public int hanging() {
        return hanging.get();
    }

    public void heal() {
        failure = Optional.empty();
        CountDownLatch closed = gate;
        gate = OPEN;
        closed.countDown();
    }
}
