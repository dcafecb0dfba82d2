package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.backend.cloud.DiskModel.Known;
import dev.zonal.csi.backend.cloud.DiskModel.KnownCut;
import dev.zonal.csi.conformance.Reply;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeResponse;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One step: what is done to a driver over a cloud, which code it has to be answered with, and what is there from then on. */
sealed interface DiskCommand {
    void run(ModelledCloud it);

    /** @param zone anywhere where it is empty */
    record Create(String name, String zone, long mebibytes, Optional<String> from) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            Optional<Known> existing = it.model.volume(name);
            Optional<KnownCut> source = from.flatMap(it.model::snapshot);
            Code code = existing.map(volume -> fits(it, volume) ? Code.OK : Code.ALREADY_EXISTS)
                    .orElseGet(() -> codeOfNew(source));
            Reply reply = it.expect(code, () -> it.create(zone, request(it)));
            if (existing.isEmpty() && reply.answer() instanceof CreateVolumeResponse made) {
                String where = it.zoneOf(made.getVolume());
                it.model.volumes.put(
                        name,
                        new Known(
                                DiskCalls.volumeId(name, where),
                                where,
                                mebibytes,
                                3000,
                                source.map(KnownCut::id),
                                source.map(KnownCut::text).orElse(""),
                                "",
                                false));
            }
        }

        private boolean fits(ModelledCloud it, Known volume) {
            return mebibytes <= volume.mebibytes()
                    && volume.source().equals(from.map(it.model::idOfCut))
                    && (zone.isEmpty() || zone.equals(volume.zone()));
        }

        private Code codeOfNew(Optional<KnownCut> source) {
            if (from.isPresent() && source.isEmpty()) {
                return Code.NOT_FOUND;
            }
            return source.filter(cut -> cut.mebibytes() > mebibytes).isPresent() ? Code.OUT_OF_RANGE : Code.OK;
        }

        private CreateVolumeRequest.Builder request(ModelledCloud it) {
            CreateVolumeRequest.Builder request = DiskCalls.asked(name, mebibytes, DiskOperation.BLOCK);
            from.map(it.model::idOfCut)
                    .ifPresent(cut -> request.getVolumeContentSourceBuilder()
                            .getSnapshotBuilder()
                            .setSnapshotId(cut.value()));
            return request;
        }
    }

    record Delete(String name) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            boolean used = it.model
                    .volume(name)
                    .filter(volume -> !volume.node().isEmpty())
                    .isPresent();
            it.expect(used ? Code.FAILED_PRECONDITION : Code.OK, () -> it.delete(it.model.idOf(name)));
            if (!used) {
                it.model.volumes.remove(name);
            }
        }
    }

    record Publish(String name, String node, boolean readOnly) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            Code code = it.model.volume(name).map(volume -> code(it, volume)).orElse(Code.NOT_FOUND);
            it.expect(code, () -> it.publish(it.model.idOf(name), node, DiskOperation.BLOCK, readOnly));
            if (code == Code.OK) {
                it.model.volumes.computeIfPresent(name, (_, volume) -> volume.on(node, readOnly));
            }
        }

        private Code code(ModelledCloud it, Known volume) {
            if (volume.node().equals(node)) {
                return volume.readOnly() == readOnly ? Code.OK : Code.ALREADY_EXISTS;
            }
            return volume.node().isEmpty() && it.isIn(node, volume.zone()) ? Code.OK : Code.FAILED_PRECONDITION;
        }
    }

    /** @param node all where it is empty */
    record Unpublish(String name, String node) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.expect(Code.OK, () -> it.unpublish(it.model.idOf(name), node));
            it.model.volumes.computeIfPresent(
                    name, (_, volume) -> node.isEmpty() || node.equals(volume.node()) ? volume.on("", false) : volume);
        }
    }

    record Cut(String name, String volume) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            Optional<KnownCut> existing = it.model.snapshot(name);
            Optional<Known> source = it.model.volume(volume);
            Code code = existing.map(cut -> cut.source().equals(it.model.idOf(volume)) ? Code.OK : Code.ALREADY_EXISTS)
                    .orElse(source.isPresent() ? Code.OK : Code.NOT_FOUND);
            it.expect(code, () -> it.cut(name, it.model.idOf(volume)));
            if (existing.isEmpty()) {
                source.ifPresent(of -> it.model.cuts.put(
                        name, new KnownCut(DiskCalls.snapshotId(name, of.zone()), of.id(), of.mebibytes(), of.text())));
            }
        }
    }

    record DeleteCut(String name) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.expect(Code.OK, () -> it.delete(it.model.idOfCut(name)));
            it.model.cuts.remove(name);
        }
    }

    record Expand(String name, long mebibytes) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.expect(it.okIfThere(name), () -> it.expand(it.model.idOf(name), mebibytes));
            it.model.volumes.computeIfPresent(name, (_, volume) -> volume.sized(mebibytes));
        }
    }

    record Modify(String name, long iops) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.expect(it.okIfThere(name), () -> it.modify(it.model.idOf(name), Map.of("iops", Long.toString(iops))));
            it.model.volumes.computeIfPresent(name, (_, volume) -> volume.quick(iops));
        }
    }

    /** An application writes to a volume that a node has, where it may. */
    record Write(String name, String text) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.model.volumes.computeIfPresent(
                    name,
                    (_, volume) -> volume.node().isEmpty() || volume.readOnly() ? volume : it.written(volume, text));
        }
    }

    record Read(String name) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.model.volume(name).filter(volume -> !volume.node().isEmpty()).ifPresent(it::checkText);
        }
    }

    record List() implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.awaitLists();
            it.checkLists();
        }
    }

    /** Time goes on, and the driver looks what there is. */
    record Pass(int seconds) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.driver.disks.waiting.pause(Duration.ofSeconds(seconds));
            it.driver.disks.backend().refresh();
        }
    }

    record Restart() implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.restart();
        }
    }

    /**
     * A call whose caller is gone by that call to the cloud, or whose driver ends when it is answered; then it is made again.
     */
    record CutShort(DiskCommand call, boolean killed, int at) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            it.cutShort(killed, at);
            call.run(it);
        }
    }

    /** A driver ends in the midst of making a volume, and who asked for that deletes it by all ids that it may have. */
    record GiveUpCreation(String name, int at) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            if (it.model.volume(name).isPresent()) {
                return;
            }
            it.cutShort(true, at);
            it.stopped(() -> it.create("", DiskCalls.asked(name, 64, DiskOperation.BLOCK)));
            for (String zone : java.util.List.of("a", "b", "c")) {
                it.expect(Code.OK, () -> it.delete(DiskCalls.volumeId(name, zone)));
            }
        }
    }

    /** A driver ends in the midst of bringing a volume to a node, and who asked for that takes it back. */
    record GiveUpPublication(String name, String node, int at) implements DiskCommand {
        @Override
        public void run(ModelledCloud it) {
            boolean free = it.model
                    .volume(name)
                    .filter(volume -> volume.node().isEmpty())
                    .isPresent();
            if (free) {
                it.cutShort(true, at);
                it.stopped(() -> it.publish(it.model.idOf(name), node, DiskOperation.BLOCK, false));
                new Unpublish(name, node).run(it);
            }
        }
    }
}
