package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.Places.A1;
import static dev.zonal.csi.controller.Places.A2;
import static dev.zonal.csi.controller.Places.ALL;
import static dev.zonal.csi.controller.Places.ELSEWHERE;
import static dev.zonal.csi.controller.Places.SLOW;
import static dev.zonal.csi.controller.Places.requirement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.TopologyRequirement;
import dev.zonal.csi.model.VolumeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

class PlacementTest {
    private static final Optional<String> NO_POOL = Optional.empty();
    private static final Optional<ContentSource> NO_SOURCE = Optional.empty();

    @ParameterizedTest(name = "{0}: requisite [{1}] preferred [{2}] -> {3}")
    @CsvSource(delimiter = ';', textBlock = """
            none given                       ;                        ;                   ; A1 A2 B1
            one requisite term               ; zone=b                 ;                   ; B1
            a term of fewer keys than ours   ; rack=1                 ;                   ; A1 B1
            a term of all our keys           ; zone=a rack=2          ;                   ; A2
            several requisite terms, in order; zone=b | zone=a        ;                   ; B1 A1 A2
            terms that overlap               ; rack=2 | zone=a        ;                   ; A2 A1
            preferred alone orders           ;                        ; zone=b            ; B1 A1 A2
            preferred in order               ;                        ; zone=b | rack=2   ; B1 A2 A1
            preferred, then requisite        ; zone=b | zone=a        ; rack=2            ; A2 B1 A1
            preferred does not widen         ; zone=a                 ; zone=b            ; A1 A2
            preferred of all keys            ; zone=a | zone=b        ; zone=a rack=2     ; A2 A1 B1
            preferred that is nowhere        ;                        ; zone=x            ; A1 A2 B1
            a term of more keys than ours    ; zone=a room=1 | zone=b ;                   ; B1
            an unknown key beside a known one; room=1 | rack=2        ;                   ; A2
            an unknown value beside a known  ; zone=x | rack=2        ;                   ; A2
            the same term twice              ; zone=b | zone=b        ; zone=b | zone=b   ; B1
            an empty term is met anywhere    ; *                      ;                   ; A1 A2 B1
            an empty term after another      ; zone=b | *             ;                   ; B1 A1 A2
            an empty preferred term          ; zone=a                 ; * | rack=2        ; A1 A2
            keys in another case             ; ZONE=b                 ;                   ; B1
            preferred keys in another case   ;                        ; Zone=b            ; B1 A1 A2
            """)
    void aRequirementLeadsToPlacesInOrder(
            String row, @Nullable String requisite, @Nullable String preferred, String expected) {
        TopologyRequirement asked = requirement(blank(requisite), blank(preferred));

        List<Home> found = Placement.candidates(ALL, NO_POOL, NO_SOURCE, asked);

        assertThat(found.stream().map(Places::nameOf).collect(Collectors.joining(" ")))
                .as(row)
                .isEqualTo(expected);
    }

    private static String blank(@Nullable String cell) {
        return Optional.ofNullable(cell).orElse("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            an unknown value           ; zone=c
            an unknown key             ; room=1
            more keys than ours        ; zone=a rack=1 room=1
            a value in another case    ; zone=A
            keys that no place joins   ; zone=b rack=2
            several that are nowhere   ; zone=c | room=1
            """)
    void whatNoPlaceMeetsIsExhaustedWithWhatWasAskedAndWhatThereIs(String row, String requisite) {
        TopologyRequirement asked = requirement(requisite, "");

        assertThatThrownBy(() -> Placement.candidates(ALL, NO_POOL, NO_SOURCE, asked))
                .as(row)
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessage("accessibility_requirements: no place fits; asked for "
                        + asked.requisite().stream().map(Topology::toString).collect(Collectors.joining(" or "))
                        + "; there is rack=1,zone=a or rack=2,zone=a or rack=1,zone=b");
    }

    @Test
    void aPlaceOfThatTopologyInAnotherPoolDoesNotHelp() {
        TopologyRequirement asked = requirement("zone=b", "");

        assertThatThrownBy(() -> Placement.candidates(ALL, Optional.of("slow"), NO_SOURCE, asked))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("asked for zone=b; there is rack=1,zone=a");
    }

    @Test
    void theNamedPoolIsUsedAndOtherwiseTheFirst() {
        TopologyRequirement asked = requirement("rack=1", "");

        assertThat(Placement.candidates(ALL, Optional.of("slow"), NO_SOURCE, asked))
                .containsExactly(SLOW);
        assertThat(Placement.candidates(ALL, NO_POOL, NO_SOURCE, asked)).doesNotContain(SLOW);
        assertThat(Placement.ofPool(ALL, Optional.of("slow"))).containsExactly(SLOW);
        assertThat(Placement.ofPool(ALL, NO_POOL)).hasSize(3);
        assertThat(Placement.ofPool(ALL, Optional.of("none"))).isEmpty();
    }

    @Test
    void anUnknownPoolIsExhaustedHereWithTheNamesThatThereAre() {
        assertThatThrownBy(() -> Placement.candidates(ALL, Optional.of("fats"), NO_SOURCE, TopologyRequirement.NONE))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessage("no pool named 'fats' here; there are: fast, slow; did you mean 'fast'?");
    }

    @Test
    void aDriverWithoutPoolsSaysThatItHasNone() {
        assertThatThrownBy(() -> Placement.candidates(List.of(), NO_POOL, NO_SOURCE, TopologyRequirement.NONE))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessage("there is no pool here");
        assertThatThrownBy(
                        () -> Placement.candidates(List.of(), Optional.of("fast"), NO_SOURCE, TopologyRequirement.NONE))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessage("no pool named 'fast' here; there is none");
    }

    @Test
    void aVolumeWithASourceLivesWhereTheSourceDoesWhateverIsPreferred() {
        TopologyRequirement asked = requirement("zone=b | zone=a", "zone=b");

        List<Home> restored = Placement.candidates(ALL, NO_POOL, snapshotAt(A2), asked);
        List<Home> cloned = Placement.candidates(ALL, NO_POOL, volumeAt(A2), asked);

        assertThat(restored).containsExactly(A2);
        assertThat(cloned).containsExactly(A2);
    }

    @Test
    void theSourcesPoolIsTakenWhereNoneIsNamed() {
        assertThat(Placement.candidates(ALL, NO_POOL, volumeAt(SLOW), TopologyRequirement.NONE))
                .containsExactly(SLOW);
        assertThat(Placement.candidates(ALL, Optional.of("slow"), volumeAt(SLOW), TopologyRequirement.NONE))
                .containsExactly(SLOW);
    }

    @Test
    void aSourceWhereTheVolumeMayNotBeIsExhausted() {
        assertThatThrownBy(() -> Placement.candidates(ALL, NO_POOL, snapshotAt(A1), requirement("zone=b", "")))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("asked for zone=b; the source snap-")
                .hasMessageEndingWith("is at rack=1,zone=a");
    }

    @Test
    void aSourceOfAnotherNodeIsExhaustedSoThatAnotherNodeIsTried() {
        Optional<ContentSource> foreign = Optional.of(new ContentSource.FromSnapshot(SnapshotId.of("s", ELSEWHERE)));

        assertThatThrownBy(() -> Placement.candidates(ALL, NO_POOL, foreign, TopologyRequirement.NONE))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("lives on another node")
                .hasMessageContaining(ELSEWHERE.value());
    }

    @Test
    void aSourceInAnotherPoolThanTheOneThatIsNamedIsRefused() {
        assertThatThrownBy(
                        () -> Placement.candidates(ALL, Optional.of("fast"), volumeAt(SLOW), TopologyRequirement.NONE))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("pool 'fast' was asked for")
                .hasMessageContaining("lives in 'slow'");
    }

    private static Optional<ContentSource> snapshotAt(Home home) {
        return Optional.of(new ContentSource.FromSnapshot(SnapshotId.of("s", home.id())));
    }

    private static Optional<ContentSource> volumeAt(Home home) {
        return Optional.of(new ContentSource.FromVolume(VolumeId.of("v", home.id())));
    }

    @Property(tries = 2000)
    void everyPlaceThatMeetsTheRequirementIsTriedInTheOrderOfTheWishes(
            @ForAll("homes") List<Home> homes, @ForAll("requirements") TopologyRequirement asked) {
        List<Home> expected = new ArrayList<>(homes.stream()
                .filter(home -> home.pool().equals(homes.getFirst().pool()))
                .filter(home -> asked.requisite().isEmpty() || first(asked.requisite(), home) < Integer.MAX_VALUE)
                .toList());
        expected.sort(Comparator.<Home>comparingInt(home -> first(asked.preferred(), home))
                .thenComparingInt(home -> first(asked.requisite(), home))
                .thenComparingInt(homes::indexOf));

        List<Home> found;
        try {
            found = Placement.candidates(homes, NO_POOL, NO_SOURCE, asked);
        } catch (StorageException.ResourceExhausted nowhere) {
            found = List.of();
        }

        assertThat(found).isEqualTo(expected);
    }

    @Test
    void aHomeThatCanBeUsedFromSeveralPlacesFitsEachOfThem() {
        Home wide = new Home(new HomeId("wwwwww22"), "fast", Places.topologies("zone=a | zone=b"));
        List<Home> homes = List.of(Places.A1, wide);

        assertThat(candidates(homes, Places.requirement("zone=b", ""))).containsExactly(wide);
        assertThat(candidates(homes, Places.requirement("", "zone=b"))).containsExactly(wide, Places.A1);
        assertThat(candidates(homes, Places.requirement("zone=a", ""))).containsExactly(Places.A1, wide);
        assertThatThrownBy(() -> candidates(homes, Places.requirement("zone=c", "")))
                .hasMessageContaining("zone=a or zone=b");
    }

    private static List<Home> candidates(List<Home> homes, TopologyRequirement asked) {
        return Placement.candidates(homes, Optional.empty(), Optional.empty(), asked);
    }

    private static int first(List<Topology> terms, Home home) {
        for (int i = 0; i < terms.size(); i++) {
            if (home.accessibleFrom()
                    .getFirst()
                    .segments()
                    .entrySet()
                    .containsAll(terms.get(i).segments().entrySet())) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    @Property
    void whereItLandsDoesNotDependOnRepeatedTermsOrTheCaseOfKeys(
            @ForAll("homes") List<Home> homes, @ForAll("requirements") TopologyRequirement asked) {
        TopologyRequirement louder = new TopologyRequirement(twiceInCapitals(asked.requisite()), asked.preferred());

        Optional<List<Home>> quiet = unlessExhausted(homes, asked);
        Optional<List<Home>> loud = unlessExhausted(homes, louder);

        assertThat(loud).isEqualTo(quiet);
    }

    private static Optional<List<Home>> unlessExhausted(List<Home> homes, TopologyRequirement asked) {
        try {
            return Optional.of(Placement.candidates(homes, NO_POOL, NO_SOURCE, asked));
        } catch (StorageException.ResourceExhausted nowhere) {
            return Optional.empty();
        }
    }

    private static List<Topology> twiceInCapitals(List<Topology> terms) {
        return terms.stream()
                .flatMap(term -> List.of(term, capitals(term)).stream())
                .toList();
    }

    private static Topology capitals(Topology term) {
        return Topology.of(term.segments().entrySet().stream()
                .collect(Collectors.toMap(segment -> segment.getKey().toUpperCase(Locale.ROOT), Map.Entry::getValue)));
    }

    @Provide
    Arbitrary<List<Home>> homes() {
        Arbitrary<HomeId> id =
                Arbitraries.strings().withChars("abcdef").ofLength(8).map(HomeId::new);
        return Combinators.combine(id, Arbitraries.of("fast", "slow"), topology())
                .as(Home::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .uniqueElements(Home::id);
    }

    @Provide
    Arbitrary<TopologyRequirement> requirements() {
        Arbitrary<List<Topology>> terms = topology().list().ofMaxSize(4);
        return Combinators.combine(terms, terms).as(TopologyRequirement::new);
    }

    private static Arbitrary<Topology> topology() {
        return Arbitraries.maps(Arbitraries.of("zone", "rack", "node"), Arbitraries.of("1", "2"))
                .map(Topology::of);
    }
}
