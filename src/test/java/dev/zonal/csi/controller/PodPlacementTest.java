package dev.zonal.csi.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.VolumeId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three nodes with a pool each, and what becomes of a claim there. */
class PodPlacementTest {
    private static final KubernetesObject CLAIM = new KubernetesObject("shop", "db");
    private static final List<Home> NODES = List.of(
            Places.home("aaaaaa22", "fast", "x/node=n1 x/zone=a"),
            Places.home("aaaaaa33", "fast", "x/node=n2 x/zone=a"),
            Places.home("bbbbbb22", "fast", "x/node=n3 x/zone=b"));

    private static Home on(String node) {
        return NODES.stream()
                .filter(home -> home.accessibleFrom().getFirst().segment("node").equals(Optional.of(node)))
                .findFirst()
                .orElseThrow();
    }

    private static ContentSource snapshotOn(String node) {
        return new ContentSource.FromSnapshot(SnapshotId.of("s", on(node).id()));
    }

    private static Optional<String> cell(@Nullable String text) {
        return Optional.ofNullable(text);
    }

    /** Written as {@code n1=why|n2=why}. */
    private static Map<String, String> pairs(@Nullable String text) {
        return cell(text).stream()
                .flatMap(whole -> Arrays.stream(whole.split("\\|")))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static PodView pod(
            @Nullable String binding, @Nullable String selected, @Nullable String obstacles, @Nullable String drawn) {
        Map<String, ObjectId> sources = new HashMap<>();
        pairs(drawn).forEach((claim, node) -> sources.put(claim, SnapshotId.of(claim, on(node).id())));
        return new PodView("delayed".equals(binding), cell(selected), pairs(obstacles), sources, List.of());
    }

    private static PlacementDecision decide(PodView pod, Optional<ContentSource> source, TopologyRequirement asked) {
        List<Home> candidates = Placement.candidates(NODES, Optional.empty(), source, asked);
        return new PodPlacement(CLAIM, pod, NODES).decide(candidates, source);
    }

    private static String nodes(List<Home> homes) {
        return homes.stream()
                .map(home -> home.accessibleFrom().getFirst().segment("node").orElseThrow())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            # the claim                              ; binding   ; chosen; source; pod can't run on ; will be made; preferred; tried   ; because
            a new volume goes where the pod goes     ; delayed   ; n2    ;       ;                  ;             ;          ; n2      ; the scheduler has chosen node n2
            whatever is preferred                    ; delayed   ; n2    ;       ;                  ;             ; n3       ; n2      ; the scheduler has chosen node n2
            also where others can't run              ; delayed   ; n2    ;       ; n1=full          ;             ;          ; n2      ; the scheduler has chosen node n2
            bound at once, by preference             ; immediate ;       ;       ;                  ;             ; n3       ; n3 n1 n2; it waits for no pod
            bound at once, not apart from the others ; immediate ;       ;       ;                  ; logs=n2     ; n3       ; n2      ; it waits for no pod
            a copy on the chosen node                ; delayed   ; n1    ; n1    ;                  ;             ; n1       ; n1      ; lies on node n1, which the scheduler has chosen
            a copy on another node: the pod follows  ; delayed   ; n2    ; n1    ;                  ;             ; n2       ; n1      ; lies on node n1, and the pod follows it there from node n2
            a copy that is bound at once             ; immediate ;       ; n1    ;                  ;             ; n2       ; n1      ; lies on node n1, and the pod goes there
            a copy while the scheduler thinks again  ; delayed   ;       ; n1    ;                  ;             ;          ; n1      ; lies on node n1, and the pod goes there
            what keeps the pod from other nodes      ; delayed   ; n2    ; n1    ; n2=full|n3=full  ;             ;          ; n1      ; lies on node n1, and the pod follows it there from node n2
            two copies that lie together             ; delayed   ; n2    ; n1    ;                  ; logs=n1     ;          ; n1      ; lies on node n1, and the pod follows it there from node n2
            a new volume beside a copy made there    ; delayed   ; n1    ;       ;                  ; logs=n1     ;          ; n1      ; the scheduler has chosen node n1
            """)
    void thePlacesThatAreTriedAndWhy(
            String row,
            String binding,
            @Nullable String chosen,
            @Nullable String source,
            @Nullable String obstacles,
            @Nullable String drawn,
            @Nullable String preferred,
            String tried,
            String because) {
        TopologyRequirement asked =
                Places.requirement("", cell(preferred).map("x/node="::concat).orElse(""));

        PlacementDecision decision =
                decide(pod(binding, chosen, obstacles, drawn), cell(source).map(PodPlacementTest::snapshotOn), asked);

        assertThat(nodes(decision.homes())).as(row).isEqualTo(tried);
        assertThat(decision.reason()).startsWith("claim shop/db: ").contains(because);
        assertThat(decision.knowsPod()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            # the claim                                 ; binding  ; chosen; source; pod can't run on        ; will be made; requisite; told
            no place on the chosen node                 ; delayed  ; n9    ;       ;                         ;             ;          ; 'the scheduler has chosen node n9, and there is no place for it; there is one on [n1, n2, n3]'
            the chosen node is outside of the class     ; delayed  ; n1    ;       ;                         ;             ; zone=b   ; 'there is one on [n3]'
            no node is chosen for now                   ; delayed  ;       ;       ;                         ;             ;          ; 'no node is chosen for one now; the scheduler chooses anew'
            a volume of the pod is elsewhere            ; delayed  ; n2    ;       ; n2=claim logs is on n3  ;             ;          ; 'the pod can''t run there: claim logs is on n3'
            a copy of the pod will be made elsewhere    ; delayed  ; n2    ;       ;                         ; logs=n1     ;          ; 'its claim logs will be made on node n1, where its source snap-'
            the pod can't follow                        ; delayed  ; n2    ; n1    ; n1=pod web selects disk ;             ;          ; 'lies on node n1, and the pod can''t run there: pod web selects disk; let it run on n1'
            two copies that lie apart                   ; delayed  ; n2    ; n1    ;                         ; logs=n3     ;          ; 'its claim logs will be made on node n3'
            two copies apart, one on the chosen node    ; delayed  ; n1    ; n1    ;                         ; logs=n3     ;          ; 'its claim logs will be made on node n3'
            bound at once where its pod can't run       ; immediate;       ; n1    ; n1=pod web selects disk ;             ;          ; 'pod web selects disk'
            bound at once, and no place beside the copy ; immediate;       ;       ;                         ; logs=n1     ; zone=b   ; 'its claim logs will be made on node n1'
            """)
    void whereThePodCouldNotGetNothingIsMade(
            String row,
            String binding,
            @Nullable String chosen,
            @Nullable String source,
            @Nullable String obstacles,
            @Nullable String drawn,
            @Nullable String requisite,
            String told) {
        TopologyRequirement asked =
                Places.requirement(cell(requisite).map("x/"::concat).orElse(""), "");

        assertThatThrownBy(() -> decide(
                        pod(binding, chosen, obstacles, drawn), cell(source).map(PodPlacementTest::snapshotOn), asked))
                .as(row)
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageStartingWith("claim shop/db: ")
                .hasMessageContaining(told);
    }

    @Test
    void whatIsNotKnownIsSaid() {
        PodView pod = new PodView(
                true,
                Optional.of("n2"),
                Map.of("n1", "pod web selects disk"),
                Map.of(),
                List.of("node n2 may not be read (403)"));

        assertThat(decide(pod, Optional.empty(), TopologyRequirement.NONE).reason())
                .endsWith(" (not known: node n2 may not be read (403))");
        assertThatThrownBy(() -> decide(pod, Optional.of(snapshotOn("n1")), TopologyRequirement.NONE))
                .hasMessageEndingWith(" (not known: node n2 may not be read (403))");
    }

    @Test
    void onlyACopyRaisesTheQuestionWhetherThePodCanRunSomewhere() {
        assertThat(PodPlacement.nodesInQuestion(NODES, Optional.empty())).isEmpty();
        assertThat(PodPlacement.nodesInQuestion(List.of(on("n1")), Optional.of(snapshotOn("n1"))))
                .containsExactly("n1");
        assertThat(PodPlacement.nodesInQuestion(List.of(Places.A1), Optional.of(snapshotOn("n1"))))
                .isEmpty();
    }

    /** A zone's disk can be used on any of its nodes: which node was chosen decides nothing there. */
    @Test
    void aPlaceThatIsNoNodeFitsEveryChoice() {
        PodView pod = pod("delayed", "n2", null, null);

        assertThat(new PodPlacement(CLAIM, pod, Places.ALL)
                        .decide(List.of(Places.A1, Places.B1), Optional.empty())
                        .homes())
                .containsExactly(Places.A1, Places.B1);
        assertThat(new PodPlacement(CLAIM, pod, Places.ALL)
                        .decide(List.of(Places.A1), Optional.of(snapshotOn("n1")))
                        .homes())
                .containsExactly(Places.A1);
    }

    @Property
    void nothingIsMadeWhereThePodCantBe(
            @ForAll("pods") PodView pod, @ForAll("sources") Optional<ContentSource> source) {
        List<Home> candidates = Placement.candidates(NODES, Optional.empty(), source, TopologyRequirement.NONE);
        try {
            PlacementDecision decision = new PodPlacement(CLAIM, pod, NODES).decide(candidates, source);

            assertThat(decision.homes()).isNotEmpty().isSubsetOf(candidates);
            for (Home home : decision.homes()) {
                String node = home.accessibleFrom().getFirst().segment("node").orElseThrow();
                assertThat(pod.obstacles()).doesNotContainKey(node);
                assertThat(pod.sources().values())
                        .allSatisfy(other -> assertThat(other.home()).isEqualTo(home.id()));
                if (source.isEmpty()) {
                    pod.selectedNode().ifPresent(chosen -> assertThat(node).isEqualTo(chosen));
                }
            }
        } catch (StorageException.ResourceExhausted refused) {
            assertThat(refused).hasMessageStartingWith("claim shop/db: ");
        }
    }

    @Property
    void aCopyOfAPodThatCanRunAnywhereIsAlwaysMade(
            @ForAll("nodes") String lies, @ForAll("chosen") Optional<String> chosen) {
        PodView anywhere = new PodView(true, chosen, Map.of(), Map.of(), List.of());

        assertThat(decide(anywhere, Optional.of(snapshotOn(lies)), TopologyRequirement.NONE)
                        .homes())
                .containsExactly(on(lies));
    }

    @Property
    void whereNothingIsKnownOfThePodThePlacesAreWhatTheyWere(@ForAll("sources") Optional<ContentSource> source) {
        assertThat(decide(PodView.unknown("all"), source, TopologyRequirement.NONE)
                        .homes())
                .isEqualTo(Placement.candidates(NODES, Optional.empty(), source, TopologyRequirement.NONE));
    }

    @Provide
    Arbitrary<PodView> pods() {
        Arbitrary<Map<String, ObjectId>> sources = Arbitraries.maps(
                        Arbitraries.of("logs", "cache"), Arbitraries.of("n1", "n2", "n3"))
                .map(drawn -> drawn.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> VolumeId.of("v", on(entry.getValue()).id()))));
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        chosen(),
                        Arbitraries.maps(nodes(), Arbitraries.of("pod web selects disk", "pod web finds no room")),
                        sources)
                .as((delayed, chosen, obstacles, drawn) -> new PodView(delayed, chosen, obstacles, drawn, List.of()));
    }

    @Provide
    Arbitrary<Optional<ContentSource>> sources() {
        return nodes().map(PodPlacementTest::snapshotOn).optional();
    }

    @Provide
    Arbitrary<Optional<String>> chosen() {
        return nodes().optional();
    }

    @Provide
    Arbitrary<String> nodes() {
        return Arbitraries.of("n1", "n2", "n3");
    }
}
