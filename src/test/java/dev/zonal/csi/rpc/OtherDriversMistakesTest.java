package dev.zonal.csi.rpc;

import static dev.zonal.csi.rpc.Requests.createVolume;
import static dev.zonal.csi.rpc.Requests.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.NodeUnpublishVolumeRequest;
import dev.zonal.csi.v1.NodeUnstageVolumeRequest;
import dev.zonal.csi.v1.VolumeContentSource;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What other drivers get wrong when one looks closely, each asked of this one through the socket. Those that need a
 * crash have their tests elsewhere:
 *
 * <table>
 * <caption>Mistakes and their tests</caption>
 * <tr><td>a state file written in place, cut by a kill, and the driver never starts again</td>
 *     <td>{@code CrashAtEveryStepTest}, {@code PowerCutIT}</td></tr>
 * <tr><td>a clone that a kill cut off answers ALREADY_EXISTS for ever</td><td>{@code CrashAtEveryStepTest}</td></tr>
 * <tr><td>a half-written record makes every list fail</td><td>{@code DamagedObjectsTest}</td></tr>
 * </table>
 */
final class OtherDriversMistakesTest {
    private static final String STAGING = "/kubelet/staging";
    private static final String TARGET = "/kubelet/target";

    private final ServedDriver driver = new ServedDriver();

    @BeforeEach
    void makeKubeletsFolder() {
        driver.host.ports().files().createDirectory(Path.of("/kubelet"));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private String create(CreateVolumeRequest.Builder request) {
        return driver.controller().createVolume(request.build()).getVolume().getVolumeId();
    }

    private void delete(String id) {
        driver.controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
    }

    private void stage(String id) {
        driver.node()
                .nodeStageVolume(NodeStageVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(STAGING)
                        .setVolumeCapability(Requests.MOUNT)
                        .build());
    }

    private void publish(String id, String target) {
        driver.node()
                .nodePublishVolume(NodePublishVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(STAGING)
                        .setTargetPath(target)
                        .setVolumeCapability(Requests.MOUNT)
                        .build());
    }

    private List<String> listed() {
        return driver.controller().listVolumes(ListVolumesRequest.getDefaultInstance()).getEntriesList().stream()
                .map(entry -> entry.getVolume().getVolumeId())
                .toList();
    }

    @Test
    void nothingIsLeftWhenEverythingWasDeleted() {
        long free = driver.host.ports().files().space(Path.of("/pool")).freeBytes();
        String id = create(createVolume());
        stage(id);
        publish(id, TARGET);
        driver.node()
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setTargetPath(TARGET)
                        .build());
        driver.node()
                .nodeUnstageVolume(NodeUnstageVolumeRequest.newBuilder()
                        .setVolumeId(id)
                        .setStagingTargetPath(STAGING)
                        .build());

        delete(id);

        assertThat(driver.host.loopTable()).isEmpty();
        assertThat(driver.host.mountTable()).noneMatch(mount -> mount.target().startsWith(Path.of("/kubelet")));
        assertThat(driver.host.ports().files().space(Path.of("/pool")).freeBytes())
                .isEqualTo(free);
        assertThat(driver.host.ports().files().list(Path.of("/pool/volumes"))).isEmpty();
        assertThat(driver.host.ports().files().list(Path.of("/pool/tmp"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, -1, ABORTED", "0, 1, ABORTED", "-1, '', INVALID_ARGUMENT", "-2147483648, '', INVALID_ARGUMENT"})
    void aStrangePageIsRefusedAndTheDriverLives(int maxEntries, String token, Code code) {
        String id = create(createVolume());

        assertThat(refusal(() -> driver.controller()
                                .listVolumes(ListVolumesRequest.newBuilder()
                                        .setMaxEntries(maxEntries)
                                        .setStartingToken(token)
                                        .build()))
                        .getCode())
                .isEqualTo(code);
        assertThat(listed()).containsExactly(id);
    }

    @Test
    void aListHasASecondPageAndALastOne() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(create(createVolume().setName("pvc-" + i)));
        }
        List<String> found = new ArrayList<>();
        String token = "";
        do {
            ListVolumesResponse page = driver.controller()
                    .listVolumes(ListVolumesRequest.newBuilder()
                            .setMaxEntries(2)
                            .setStartingToken(token)
                            .build());
            page.getEntriesList().forEach(entry -> found.add(entry.getVolume().getVolumeId()));
            token = page.getNextToken();
        } while (!token.isEmpty());

        assertThat(found).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void aPublishedVolumeIsNotDeleted() {
        String id = create(createVolume());
        stage(id);
        publish(id, TARGET);

        assertThat(refusal(() -> delete(id)).getCode()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(listed()).containsExactly(id);
    }

    @Test
    void anUnknownAccessModeIsRefused() {
        CreateVolumeRequest.Builder request = createVolume();
        request.getVolumeCapabilitiesBuilder(0).getAccessModeBuilder().setModeValue(4242);

        assertThat(refusal(() -> create(request)).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(listed()).isEmpty();
    }

    @Test
    void aPlaceThatDoesNotExistIsRefused() {
        CreateVolumeRequest.Builder request = createVolume();
        request.getAccessibilityRequirementsBuilder()
                .addRequisite(Requests.topology("topology.test/zone", "atlantis"))
                .addPreferred(Requests.topology("topology.test/zone", "atlantis"));

        assertThat(refusal(() -> create(request)).getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(listed()).isEmpty();
    }

    @Test
    void oneNameIsOneRequest() {
        String source = create(createVolume().setName("source"));
        String id = create(createVolume());
        CreateVolumeRequest.Builder otherSize = createVolume();
        otherSize.getCapacityRangeBuilder().setRequiredBytes(128 << 20);
        CreateVolumeRequest.Builder otherSource = createVolume()
                .setVolumeContentSource(VolumeContentSource.newBuilder()
                        .setVolume(VolumeContentSource.VolumeSource.newBuilder().setVolumeId(source)));
        CreateVolumeRequest.Builder otherPlace = createVolume();
        otherPlace.getAccessibilityRequirementsBuilder().addRequisite(Requests.topology("topology.test/zone", "b"));

        for (CreateVolumeRequest.Builder other : List.of(otherSize, otherSource, otherPlace)) {
            assertThat(refusal(() -> create(other)).getCode()).isEqualTo(Code.ALREADY_EXISTS);
        }
        assertThat(create(createVolume())).isEqualTo(id);
        assertThat(listed()).containsExactlyInAnyOrder(source, id);
    }

    @Test
    void noLinkLeadsOutOfTheTargetsFolder() {
        driver.host.ports().files().createDirectory(Path.of("/precious"));
        driver.host.addSymbolicLink(Path.of("/kubelet/link"), Path.of("/precious"));
        String id = create(createVolume());
        stage(id);

        for (String target : List.of("/kubelet/link", "/kubelet/link/target")) {
            assertThat(refusal(() -> publish(id, target)).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        }
        assertThat(driver.host.ports().files().list(Path.of("/precious"))).isEmpty();
        assertThat(driver.host.mountTable()).noneMatch(mount -> mount.target().startsWith(Path.of("/precious")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "..", ".", "/", "../../x", "pool.json", "a/b", "lock", "-rf", "$(id)"})
    void aNameIsNoPathAndHarmsNoOtherVolume(String name) {
        String id = create(createVolume().setName(name));
        String other = create(createVolume().setName("other"));

        assertThat(create(createVolume().setName(name))).isEqualTo(id);
        assertThat(listed()).containsExactlyInAnyOrder(id, other);
        assertThat(driver.host.ports().files().list(Path.of("/pool/volumes"))).containsExactlyInAnyOrder(id, other);
        delete(id);
        assertThat(listed()).containsExactly(other);
        assertThat(driver.host.ports().files().list(Path.of("/"))).contains("pool", "kubelet");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, INVALID_ARGUMENT",
        "0, -1, INVALID_ARGUMENT",
        "0, 1048576, OUT_OF_RANGE",
        "1048576, 2097152, OUT_OF_RANGE"
    })
    void nothingShrinks(long required, long limit, Code code) {
        String id = create(createVolume());
        ControllerExpandVolumeRequest.Builder request =
                ControllerExpandVolumeRequest.newBuilder().setVolumeId(id);
        request.getCapacityRangeBuilder().setRequiredBytes(required).setLimitBytes(limit);

        assertThat(refusal(() -> driver.controller().controllerExpandVolume(request.build()))
                        .getCode())
                .isEqualTo(code);
        assertThat(driver.host.ports().files().status(Path.of("/pool/volumes", id, "disk.img")))
                .hasValueSatisfying(image -> assertThat(image.sizeBytes()).isEqualTo(64 << 20));
    }
}
