package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.DEFAULT_SIZE;
import static dev.zonal.csi.controller.ControllerBench.content;
import static dev.zonal.csi.controller.ControllerBench.copying;
import static dev.zonal.csi.controller.ControllerBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.zonal.csi.RecordedLog;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.MemoryBackend;
import dev.zonal.csi.concurrent.EveryHome;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The use case beside an orchestrator that can be asked, over two nodes. */
class PlaceChoiceTest {
    private static final KubernetesObject CLAIM = new KubernetesObject("shop", "db");
    private static final Home FIRST = Places.home("aaaaaa22", "fast", "x/node=n1");
    private static final Home SECOND = Places.home("aaaaaa33", "fast", "x/node=n2");

    private final MemoryBackend backend = new MemoryBackend();
    private final Operations operations = new Operations(2, 10, EveryHome.ALONE);
    private final Map<KubernetesObject, PodView> known = new HashMap<>();
    private final List<Set<String>> questions = new ArrayList<>();
    private final Volumes volumes = new Volumes(
            backend,
            operations,
            new NewContents(backend, FilesystemType.EXT4, DEFAULT_SIZE),
            new Homes(backend, Set.of()),
            this::view);

    PlaceChoiceTest() {
        backend.with(FIRST, ByteSize.ofGibibytes(10));
        backend.with(SECOND, ByteSize.ofGibibytes(10));
    }

    @AfterEach
    void close() {
        operations.close();
    }

    private Optional<PodView> view(KubernetesObject claim, Set<String> nodes) {
        questions.add(nodes);
        return Optional.ofNullable(known.get(claim));
    }

    private void chosen(String node, Map<String, String> obstacles) {
        known.put(CLAIM, new PodView(true, Optional.of(node), obstacles, Map.of(), List.of()));
    }

    private static VolumeRequest claimed(VolumeRequest asked) {
        return new VolumeRequest(
                asked.name(),
                asked.capacity(),
                asked.capabilities(),
                asked.parameters(),
                asked.source(),
                asked.accessibility(),
                Optional.of(CLAIM));
    }

    @Test
    void aVolumeIsMadeWhereItsPodGoesAndTheLogSaysWhy() {
        chosen("n2", Map.of());
        try (RecordedLog log = new RecordedLog(Volumes.class)) {
            Volume made = volumes.create(claimed(request("v")));

            assertThat(made.id().home()).isEqualTo(SECOND.id());
            assertThat(made.claim()).contains(CLAIM);
            assertThat(log.events())
                    .singleElement()
                    .extracting(ILoggingEvent::getKeyValuePairs)
                    .asString()
                    .contains("the scheduler has chosen node n2", made.id().value());
        }
    }

    @Test
    void aCopyIsMadeBesideItsSourceOnlyWhereItsPodCanRun() {
        Volume source = volumes.create(request("source"));
        chosen("n2", Map.of());

        Volume copy = volumes.create(claimed(copying(request("copy"), content(source))));

        assertThat(copy.id().home()).isEqualTo(FIRST.id());
        assertThat(questions).containsExactly(Set.of("n1"));
        chosen("n2", Map.of("n1", "pod web selects disk=nvme"));
        assertThatThrownBy(() -> volumes.create(claimed(copying(request("another"), content(source)))))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("claim shop/db: its source " + source.id() + " lies on node n1")
                .hasMessageContaining("pod web selects disk=nvme");
        assertThat(backend.volumes(Optional.empty(), 10)).hasSize(2);
    }

    @Test
    void aFullNodeIsNamedWithTheReasonWhyItHadToBeThatOne() {
        chosen("n2", Map.of());
        backend.with(SECOND, ByteSize.ZERO);

        assertThatThrownBy(() -> volumes.create(claimed(request("v"))))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("no room")
                .hasMessageContaining("claim shop/db: the scheduler has chosen node n2");
        assertThat(backend.volumes(Optional.empty(), 10)).isEmpty();
    }

    @Test
    void whatExistsIsFoundWhereverThePodGoesNow() {
        chosen("n2", Map.of());
        Volume made = volumes.create(claimed(request("v")));
        chosen("n1", Map.of());

        assertThat(volumes.create(claimed(request("v")))).isEqualTo(made);
        assertThat(questions).hasSize(1);
    }

    @Test
    void withoutAClaimNobodyIsAskedAndNothingIsLogged() {
        try (RecordedLog log = new RecordedLog(Volumes.class)) {
            assertThat(volumes.create(request("v")).id().home()).isEqualTo(FIRST.id());

            assertThat(questions).isEmpty();
            assertThat(log.events()).isEmpty();
        }
    }

    @Test
    void whereNobodyCanBeAskedThePlacesAreThoseOfTheRequest() {
        assertThat(volumes.create(claimed(request("v"))).id().home()).isEqualTo(FIRST.id());
        assertThat(questions).containsExactly(Set.of());
    }
}
