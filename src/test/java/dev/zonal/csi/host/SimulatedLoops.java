package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Loop devices over simulated files. */
final class SimulatedLoops implements LoopDevices {
    private static final long MAJOR = 7L << 8;

    private final Faults faults;
    private final Namespace names;
    private final Inode nodes;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final Map<Integer, Path> files = new HashMap<>();
    private final Set<Path> heldOpen = new HashSet<>();

    /** @param nodes the directory /dev */
    SimulatedLoops(Faults faults, Namespace names, Inode nodes) {
        this.faults = faults;
        this.names = names;
        this.nodes = nodes;
    }

    @Override
    public LoopDevice attach(Path file, boolean readOnly) {
        String what = "attach " + file + (readOnly ? " read-only" : "");
        faults.call(what);
        Inode backing = names.following(file);
        for (int i = 0; i < devices.size(); i++) {
            SimulatedDevice device = devices.get(i);
            if (device.backing().equals(Optional.of(backing)) && device.isReadOnly() == readOnly) {
                device.setDying(false);
                return loop(i);
            }
        }
        int number = unused();
        devices.get(number).put(backing, readOnly);
        files.put(number, file);
        faults.effect(what);
        return loop(number);
    }

    /** A device that somebody makes beside the one that may be there, as losetup does. */
    LoopDevice attachByHand(Path file) {
        int number = unused();
        devices.get(number).put(names.following(file), false);
        files.put(number, file);
        return loop(number);
    }

    void holdOpen(LoopDevice device) {
        heldOpen.add(device.path());
    }

    private int unused() {
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).backing().isEmpty()) {
                return i;
            }
        }
        int number = devices.size();
        SimulatedDevice made = new SimulatedDevice(Path.of("/dev/loop" + number), MAJOR + number);
        devices.add(made);
        Inode node = nodes.tree.deviceNode(made);
        nodes.entries.put("loop" + number, node);
        nodes.durableEntries.put("loop" + number, node);
        return number;
    }

    @Override
    public Optional<LoopDevice> find(FileIdentity backing, boolean readOnly) {
        faults.call("find the device of " + backing);
        return everyOne().stream()
                .filter(device -> device.backing().equals(backing) && device.readOnly() == readOnly)
                .filter(device -> !devices.get(device.number()).isDying())
                .findFirst();
    }

    @Override
    public Optional<LoopDevice> find(Path device) {
        faults.call("what stands behind " + device);
        return everyOne().stream().filter(found -> found.path().equals(device)).findFirst();
    }

    @Override
    public void detach(LoopDevice device) {
        String what = "detach " + device.path();
        faults.call(what);
        SimulatedDevice found = devices.get(device.number());
        if (found.backing()
                .filter(inode -> inode.identity().equals(device.backing()))
                .isEmpty()) {
            return;
        }
        found.setDying(true);
        releaseUnused();
        faults.effect(what);
    }

    /** What was detached and is no longer mounted or bound anywhere goes. */
    void releaseUnused() {
        for (SimulatedDevice device : devices) {
            boolean used = heldOpen.contains(device.path())
                    || device.isFrozen()
                    || names.mounts().stream().anyMatch(entry -> entry.mount().shows(device.path()));
            if (device.isDying() && !used) {
                device.flush();
                device.clear();
            }
        }
    }

    @Override
    public void detach(LoopFile file) {
        if (behind(file.device()).filter(now -> now.file().equals(file.file())).isPresent()) {
            detach(loop(file.number()));
        }
    }

    @Override
    public Optional<LoopFile> behind(Path device) {
        faults.call("what is behind " + device);
        return everyOne().stream()
                .filter(loop -> loop.path().equals(device))
                .map(this::file)
                .findFirst();
    }

    @Override
    public List<LoopFile> files() {
        faults.call("what is behind all loop devices");
        return everyOne().stream().map(this::file).toList();
    }

    private LoopFile file(LoopDevice device) {
        return new LoopFile(
                device.number(),
                nameOf(device),
                device.readOnly(),
                devices.get(device.number()).isDying(),
                OptionalLong.of(device.backing().device()));
    }

    @Override
    public void refreshSize(LoopDevice device) {
        String what = "refresh the size of " + device.path();
        faults.call(what);
        devices.get(device.number()).takeSize();
        faults.effect(what);
    }

    @Override
    public List<LoopDevice> all() {
        faults.call("all loop devices");
        return everyOne();
    }

    @Override
    public List<LoopBacking> backings() {
        faults.call("all loop devices and their files");
        return everyOne().stream()
                .map(device -> new LoopBacking(
                        device, nameOf(device), devices.get(device.number()).isDying()))
                .toList();
    }

    private Path nameOf(LoopDevice device) {
        Path file = files.getOrDefault(device.number(), device.path());
        boolean stands = names.find(file)
                .filter(inode -> inode.identity().equals(device.backing()))
                .isPresent();
        return stands ? file : Path.of(file + " (deleted)");
    }

    List<LoopDevice> everyOne() {
        List<LoopDevice> all = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).backing().isPresent()) {
                all.add(loop(i));
            }
        }
        return all;
    }

    boolean holds(SimulatedTree tree) {
        return devices.stream().flatMap(device -> device.backing().stream()).anyMatch(inode -> inode.tree.equals(tree));
    }

    void clear() {
        heldOpen.clear();
        devices.forEach(SimulatedDevice::clear);
    }

    private LoopDevice loop(int number) {
        SimulatedDevice device = devices.get(number);
        return new LoopDevice(number, device.medium().identity(), device.isReadOnly());
    }
}
