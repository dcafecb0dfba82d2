package dev.zonal.csi.cloud.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.Survivors;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.AttachDisk;
import dev.zonal.csi.cloud.ClientToken;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DetachDisk;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskChange;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.DiskSnapshot;
import dev.zonal.csi.cloud.DiskSnapshotId;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.NewDisk;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.host.PowerCut;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call of a cloud and what follows from it, stopped after each of its effects: by a power cut that keeps any part of what
 * was not synced, or by the end of the process alone. Afterwards the same call with the same token leads to what it would have
 * led to, once, and nothing is left over.
 */
@Tag("exhaustive")
@ExtendWith(QuietLogs.class)
final class CloudCrashTest {
    private static final ByteSize MIB = ByteSize.ofMebibytes(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final ClientToken TOKEN = new ClientToken("the-call");
    private static final InstanceId INSTANCE = new InstanceId("i-1");

    /** A cloud with one disk on an instance, one that is free, and a snapshot; and the ids of these. */
    static final class Drill {
        final CloudBench bench = new CloudBench("regions: {r1: [a, b]}");
        final DiskId attached;
        final DiskId free;
        final DiskSnapshotId snapshot;

        Drill() {
            bench.cloud().addInstance(new NewInstance(INSTANCE, "a", "small"), new ClientToken("i"));
            attached = disk("attached");
            free = disk("free");
            bench.cloud().attachDisk(new AttachDisk(attached, INSTANCE, false), new ClientToken("on"));
            snapshot = bench.cloud()
                    .createSnapshot(attached, new ClientToken("cut"))
                    .id();
            settle();
            bench.host.faults().clear();
        }

        private DiskId disk(String token) {
            DiskId id = bench.cloud()
                    .createDisk(NewDisk.blank("a", "standard", MIB), new ClientToken(token))
                    .id();
            bench.control().advanceClock(LONG);
            return id;
        }

        void settle() {
            bench.control().advanceClock(LONG);
            bench.cloud().disks();
        }
    }

    /** A call, which may come after it was done: what is gone then is no failure. */
    enum Call {
        CREATE {
            @Override
            void make(Cloud cloud, Drill drill) {
                cloud.createDisk(NewDisk.blank("b", "standard", MIB), TOKEN);
            }
        },
        RESTORE {
            @Override
            void make(Cloud cloud, Drill drill) {
                cloud.createDisk(
                        new NewDisk(
                                Set.of("b"),
                                "standard",
                                ByteSize.ofMebibytes(2),
                                OptionalLong.empty(),
                                Optional.of(drill.snapshot)),
                        TOKEN);
            }
        },
        DELETE {
            @Override
            void make(Cloud cloud, Drill drill) {
                unlessGone(() -> cloud.deleteDisk(drill.free, TOKEN));
            }
        },
        ATTACH {
            @Override
            void make(Cloud cloud, Drill drill) {
                cloud.attachDisk(new AttachDisk(drill.free, INSTANCE, false), TOKEN);
            }
        },
        DETACH {
            @Override
            void make(Cloud cloud, Drill drill) {
                cloud.detachDisk(new DetachDisk(drill.attached, INSTANCE, false), TOKEN);
            }
        },
        MODIFY {
            @Override
            void make(Cloud cloud, Drill drill) {
                cloud.modifyDisk(drill.attached, DiskChange.ofSize(ByteSize.ofMebibytes(3)), TOKEN);
            }
        },
        SNAPSHOT {
            @Override
            void make(Cloud cloud, Drill drill) {
                cloud.createSnapshot(drill.attached, TOKEN);
            }
        },
        DELETE_SNAPSHOT {
            @Override
            void make(Cloud cloud, Drill drill) {
                unlessGone(() -> cloud.deleteSnapshot(drill.snapshot, TOKEN));
            }
        },
        ADD_INSTANCE {
            @Override
            void make(Cloud cloud, Drill drill) {
                cloud.addInstance(new NewInstance(new InstanceId("i-2"), "b", "small"), TOKEN);
            }
        },
        KILL_INSTANCE {
            @Override
            void make(Cloud cloud, Drill drill) {
                unlessGone(() -> drill.bench.control().killInstance(INSTANCE));
            }
        },
        ZONE_DOWN {
            @Override
            void make(Cloud cloud, Drill drill) {
                drill.bench.control().setZoneUp("b", false);
            }
        };

        abstract void make(Cloud cloud, Drill drill);

        private static void unlessGone(Runnable call) {
            try {
                call.run();
            } catch (CloudException gone) {
                if (gone.kind() != Kind.NOT_FOUND) {
                    throw gone;
                }
            }
        }

        /** The call and what follows from it in time. */
        final void run(Drill drill) {
            make(drill.bench.cloud(), drill);
            drill.settle();
        }
    }

    /** All that there is, without ids and times. */
    static Set<String> state(Drill drill) {
        Cloud cloud = drill.bench.cloud();
        Set<String> lines = new TreeSet<>();
        for (Disk disk : cloud.disks()) {
            lines.add("disk " + disk.zones() + " " + disk.size() + " " + disk.state() + " "
                    + (disk.source().isPresent() ? "restored " : "")
                    + disk.attachments().stream()
                            .map(attachment -> attachment.instance() + " " + attachment.state())
                            .toList());
        }
        cloud.snapshots().forEach(snapshot -> lines.add("snapshot " + snapshot.size() + " " + snapshot.state()));
        lines.add("snapshots " + cloud.snapshots().size() + ", disks "
                + cloud.disks().size());
        cloud.instances().forEach(instance -> lines.add("instance " + instance.id() + " " + instance.zone()));
        cloud.offer().regions().getFirst().zones().forEach(zone -> lines.add("zone " + zone));
        return lines;
    }

    static void checkNothingIsLeftOver(Drill drill) {
        Cloud cloud = drill.bench.cloud();
        assertThat(names(drill, "tmp")).isEmpty();
        assertThat(names(drill, "disks")).hasSameSizeAs(cloud.disks());
        assertThat(names(drill, "snapshots")).hasSameSizeAs(cloud.snapshots());
        Stream<Disk> attached = cloud.disks().stream().filter(disk -> disk.state() == DiskState.IN_USE);
        assertThat(drill.bench.host.loopTable()).hasSize((int) attached.count());
        for (Disk disk : cloud.disks()) {
            Path image =
                    CloudBench.FOLDER.resolve("disks").resolve(disk.id().text()).resolve(CloudFolder.IMAGE);
            assertThat(drill.bench
                            .host
                            .ports()
                            .files()
                            .status(image)
                            .orElseThrow()
                            .sizeBytes())
                    .isEqualTo(disk.size().bytes());
        }
    }

    private static List<String> names(Drill drill, String directory) {
        return drill.bench.host.ports().files().list(CloudBench.FOLDER.resolve(directory));
    }

    static Set<String> undisturbed(Call call) {
        Drill drill = new Drill();
        call.run(drill);
        checkNothingIsLeftOver(drill);
        Set<String> state = state(drill);
        drill.bench.close();
        return state;
    }

    private static int effects(Call call) {
        Drill drill = new Drill();
        call.run(drill);
        int effects = drill.bench.host.faults().effects().size();
        drill.bench.close();
        return effects;
    }

    private static Drill stopped(Call call, int effects) {
        Drill drill = new Drill();
        drill.bench.host.faults().cutAfter(effects);
        assertThatThrownBy(() -> call.run(drill)).isInstanceOf(PowerCut.class);
        return drill;
    }

    @ParameterizedTest
    @EnumSource
    void powerCut(Call call) {
        Set<String> expected = undisturbed(call);
        int effects = effects(call);
        assertThat(effects).isPositive();
        SplittableRandom random = new SplittableRandom(Survivors.SEED);
        for (int k = 0; k < effects; k++) {
            Drill measured = stopped(call, k);
            int unsynced = measured.bench.host.unsynced().size();
            measured.bench.close();
            for (BitSet kept : choices(unsynced, random)) {
                Drill drill = stopped(call, k);
                String when = call + " cut after " + drill.bench.host.faults().effects() + ", kept " + kept;
                drill.bench.host.cutPower(kept);
                recover(drill, call, expected, when);
            }
        }
    }

    private static Set<BitSet> choices(int unsynced, SplittableRandom random) {
        BitSet all = new BitSet();
        all.set(0, unsynced);
        Set<BitSet> choices = new LinkedHashSet<>(List.of(Survivors.none(), all));
        for (int i = 0; i < 3; i++) {
            choices.add(Survivors.drawn(unsynced, random));
        }
        return choices;
    }

    @ParameterizedTest
    @EnumSource
    void kill(Call call) {
        Set<String> expected = undisturbed(call);
        int effects = effects(call);
        for (int k = 0; k < effects; k++) {
            Drill drill = stopped(call, k);
            String when = call + " killed after " + drill.bench.host.faults().effects();
            drill.bench.host.kill();
            recover(drill, call, expected, when);
        }
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgedIsDurable(Call call) {
        Set<String> expected = undisturbed(call);
        Drill drill = new Drill();
        call.make(drill.bench.cloud(), drill);
        drill.bench.host.cutPower(Survivors.none());
        drill.bench.startAgain();
        drill.settle();

        assertThat(state(drill)).isEqualTo(expected);
        checkNothingIsLeftOver(drill);
        drill.bench.close();
    }

    private static void recover(Drill drill, Call call, Set<String> expected, String when) {
        drill.bench.startAgain();
        call.run(drill);
        assertThat(state(drill)).as(when).isEqualTo(expected);
        checkNothingIsLeftOver(drill);
        drill.bench.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "ATTACH", "SNAPSHOT"})
    void faultsOutliveARestart(Call call) {
        Drill drill = new Drill();
        drill.bench
                .control()
                .addFault(new FaultPlan(
                        Optional.of(ApiCall.LIST_SNAPSHOTS),
                        FaultEffect.INTERNAL,
                        1,
                        Duration.ZERO,
                        OptionalInt.of(2),
                        Optional.empty()));
        call.run(drill);
        assertThatThrownBy(() -> drill.bench.cloud().snapshots()).isInstanceOf(CloudException.class);
        drill.bench.restart();

        assertThatThrownBy(() -> drill.bench.cloud().snapshots()).isInstanceOf(CloudException.class);
        assertThat(drill.bench.cloud().snapshots())
                .extracting(DiskSnapshot::state)
                .contains(DiskSnapshot.State.READY);
        drill.bench.close();
    }
}
