package dev.zonal.csi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyTest {
    @Test
    void keysAreTheSameWhateverTheirCase() {
        Topology upper = Topology.of(Map.of("Topology.Example/ZONE", "a"));
        Topology lower = Topology.of(Map.of("topology.example/zone", "a"));

        assertThat(upper).isEqualTo(lower).hasSameHashCodeAs(lower);
        assertThat(Set.of(upper)).contains(lower);
        assertThat(upper.contains(lower)).isTrue();
        assertThat(lower.contains(upper)).isTrue();
    }

    @Test
    void aKeyKeepsTheCaseInWhichItWasWritten() {
        Topology place = Topology.of(Map.of("Topology.Example/Zone", "A"));

        assertThat(place).hasToString("Topology.Example/Zone=A");
        assertThat(place.segments()).containsKey("TOPOLOGY.example/zone");
    }

    @Test
    void aSegmentIsFoundByItsNameBehindThePrefix() {
        Topology place =
                Topology.of(Map.of("topology.example/Node", "n1", "topology.example/subnode", "x", "rack", "2"));

        assertThat(place.segment("node")).contains("n1");
        assertThat(place.segment("rack")).contains("2");
        assertThat(place.segment("zone")).isEmpty();
    }

    @Test
    void valuesDifferByTheirCase() {
        Topology upper = Topology.of(Map.of("zone", "A"));
        Topology lower = Topology.of(Map.of("zone", "a"));

        assertThat(upper).isNotEqualTo(lower);
        assertThat(upper.contains(lower)).isFalse();
    }

    @Test
    void aKeyThatIsNamedTwiceInDifferentCaseIsRefused() {
        Map<String, String> twice = new TreeMap<>(Map.of("zone", "a", "ZONE", "a"));

        assertThatThrownBy(() -> Topology.of(twice))
                .isInstanceOf(StorageException.InvalidArgument.class)
                .hasMessageContaining("named twice");
    }

    @Test
    void theCaseOfKeysIsNoMatterOfTheLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            Topology upper = Topology.of(Map.of("REGION-I", "a"));

            assertThat(upper.contains(Topology.of(Map.of("region-i", "a")))).isTrue();
            assertThat(upper).hasSameHashCodeAs(Topology.of(Map.of("region-i", "a")));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "zone=a,             zone=a rack=1, true",
        "zone=a rack=1,      zone=a,        false",
        "zone=a,             zone=b,        false",
        "zone=a rack=1,      zone=a rack=1, true",
        "zone=a rack=1,      zone=a rack=2, false",
        "'',                 zone=a,        true",
        "'',                 '',            true",
        "zone=a,             '',            false",
        "other=a,            zone=a,        false",
        "ZONE=a,             zone=a rack=1, true",
    })
    void aTermContainsThePlacesThatHaveAllItsSegments(String term, String place, boolean contained) {
        assertThat(topology(term).contains(topology(place))).isEqualTo(contained);
    }

    @Test
    void aPlaceWithoutSegmentsIsAnywhere() {
        assertThat(Topology.of(Map.of())).isEqualTo(Topology.ANYWHERE).hasToString("anywhere");
    }

    @Test
    void whatWasGivenCanChangeWithoutChangingThePlace() {
        TreeMap<String, String> given = new TreeMap<>(Map.of("zone", "a"));
        Topology place = new Topology(given);

        given.put("zone", "b");

        assertThat(place).isEqualTo(topology("zone=a"));
        assertThatThrownBy(() -> place.segments().put("zone", "c")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Property
    void aRequirementIsMetWhereAnyPlaceLiesInAnyRequisiteTerm(
            @ForAll("places") List<Topology> requisite,
            @ForAll("places") List<Topology> preferred,
            @ForAll("places") List<Topology> places) {
        boolean met = new TopologyRequirement(requisite, preferred).isMetBy(places);

        boolean expected = requisite.isEmpty();
        for (Topology term : requisite) {
            for (Topology place : places) {
                expected |=
                        place.segments().entrySet().containsAll(term.segments().entrySet());
            }
        }
        assertThat(met).isEqualTo(expected);
    }

    @Property
    void equalPlacesContainEachOther(@ForAll("place") Topology a, @ForAll("place") Topology b) {
        assertThat(a.equals(b)).isEqualTo(a.contains(b) && b.contains(a));
        assertThat(!a.equals(b) || a.hashCode() == b.hashCode()).isTrue();
    }

    @Provide
    Arbitrary<Topology> place() {
        return Arbitraries.maps(Arbitraries.of("zone", "rack", "node"), Arbitraries.of("a", "b"))
                .map(Topology::of);
    }

    @Provide
    Arbitrary<List<Topology>> places() {
        return place().list().ofMaxSize(3);
    }

    private static Topology topology(String segments) {
        return Topology.of(
                segments.isEmpty()
                        ? Map.of()
                        : List.of(segments.split(" ")).stream()
                                .map(segment -> segment.split("="))
                                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
    }
}
