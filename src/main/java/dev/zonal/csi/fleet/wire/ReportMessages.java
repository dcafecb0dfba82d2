package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.fleet.v1.Beat;
import dev.zonal.csi.fleet.v1.Hello;
import dev.zonal.csi.fleet.v1.Homes;
import dev.zonal.csi.fleet.v1.Objects;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.time.Instant;
import java.util.Optional;

/** Reports on the wire. */
final class ReportMessages {
    private ReportMessages() {}

    static dev.zonal.csi.fleet.v1.Report message(Report report) {
        dev.zonal.csi.fleet.v1.Report.Builder message =
                dev.zonal.csi.fleet.v1.Report.newBuilder().setRevision(report.revision());
        switch (report) {
            case Report.Hello hello ->
                message.setHello(Hello.newBuilder()
                        .setNode(hello.node())
                        .setDriver(hello.driver())
                        .setVersion(hello.version()));
            case Report.Homes homes ->
                message.setHomes(Homes.newBuilder()
                        .addAllHomes(homes.homes().stream()
                                .map(ReportMessages::message)
                                .toList()));
            case Report.Objects objects -> message.setObjects(message(objects));
            case Report.Complete complete ->
                message.setCompleteHomeId(complete.home().value());
            case Report.Beat _ -> message.setBeat(Beat.getDefaultInstance());
        }
        return message.build();
    }

    /** @return empty where only a newer peer knows what it says */
    static Optional<Report> report(dev.zonal.csi.fleet.v1.Report message) {
        long revision = message.getRevision();
        return switch (message.getWhatCase()) {
            case HELLO ->
                Optional.of(new Report.Hello(
                        revision,
                        message.getHello().getNode(),
                        message.getHello().getDriver(),
                        message.getHello().getVersion()));
            case HOMES ->
                Optional.of(new Report.Homes(
                        revision,
                        message.getHomes().getHomesList().stream()
                                .map(ReportMessages::home)
                                .toList()));
            case OBJECTS -> Optional.of(objects(revision, message.getObjects()));
            case COMPLETE_HOME_ID ->
                Optional.of(new Report.Complete(revision, new HomeId(message.getCompleteHomeId())));
            case BEAT -> Optional.of(new Report.Beat(revision));
            case WHAT_NOT_SET -> Optional.empty();
        };
    }

    private static Objects message(Report.Objects objects) {
        return Objects.newBuilder()
                .addAllVolumes(
                        objects.volumes().stream().map(ObjectMessages::message).toList())
                .addAllSnapshots(objects.snapshots().stream()
                        .map(ObjectMessages::message)
                        .toList())
                .addAllGoneIds(objects.gone().stream().map(ObjectId::value).toList())
                .build();
    }

    private static Report.Objects objects(long revision, Objects message) {
        return new Report.Objects(
                revision,
                message.getVolumesList().stream().map(ObjectMessages::volume).toList(),
                message.getSnapshotsList().stream()
                        .map(ObjectMessages::snapshot)
                        .toList(),
                message.getGoneIdsList().stream().map(ReportMessages::id).toList());
    }

    private static ObjectId id(String text) {
        return VolumeId.parse(text).<ObjectId>map(id -> id).orElseGet(() -> new SnapshotId(text));
    }

    private static dev.zonal.csi.fleet.v1.Home message(HomeReport home) {
        return dev.zonal.csi.fleet.v1.Home.newBuilder()
                .setId(home.home().id().value())
                .setPool(home.home().pool())
                .addAllAccessibleFrom(ObjectMessages.places(home.home().accessibleFrom()))
                .setOpened(home.opened())
                .setState(message(home.state()))
                .setCapacity(CommandMessages.message(home.capacity()))
                .putAllAbnormalVolumes(home.abnormal())
                .putAllDamagedObjects(home.damaged())
                .build();
    }

    private static HomeReport home(dev.zonal.csi.fleet.v1.Home message) {
        return new HomeReport(
                new Home(
                        new HomeId(message.getId()),
                        message.getPool(),
                        ObjectMessages.topologies(message.getAccessibleFromList())),
                message.getOpened(),
                state(message.getPool(), message.getState()),
                CommandMessages.capacity(message.getCapacity()),
                message.getAbnormalVolumesMap(),
                message.getDamagedObjectsMap());
    }

    private static dev.zonal.csi.fleet.v1.HomeState message(HomeState state) {
        dev.zonal.csi.fleet.v1.HomeState.Builder message =
                dev.zonal.csi.fleet.v1.HomeState.newBuilder().setWord(state.word());
        return switch (state) {
            case HomeState.Serving _ -> message.build();
            case HomeState.Opening opening ->
                message.setSince(ObjectMessages.message(opening.since())).build();
            case HomeState.Sick sick ->
                message.setReason(sick.reason())
                        .setSince(ObjectMessages.message(sick.since()))
                        .build();
            case HomeState.Away _, HomeState.ZoneDown _ ->
                throw new IllegalArgumentException("no home is away from its own agent");
        };
    }

    /** A state that only a newer peer knows is one in which the home can't be used. */
    private static HomeState state(String pool, dev.zonal.csi.fleet.v1.HomeState message) {
        Instant since = ObjectMessages.instant(message.getSince());
        return switch (message.getWord()) {
            case "serving" -> new HomeState.Serving(pool);
            case "opening" -> new HomeState.Opening(pool, since);
            case "sick" -> new HomeState.Sick(pool, message.getReason(), since);
            default -> new HomeState.Sick(pool, "it is " + message.getWord(), since);
        };
    }
}
