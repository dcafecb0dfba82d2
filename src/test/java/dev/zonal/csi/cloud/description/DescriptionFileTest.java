package dev.zonal.csi.cloud.description;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.config.ConfigurationException;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class DescriptionFileTest {
    static Stream<String> presets() {
        return DescriptionFile.PRESETS.stream();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void everyPresetIsACloud(String name) {
        CloudDescription cloud = DescriptionFile.preset(name);

        assertThat(cloud.zones()).hasSize(3);
        assertThat(cloud.categories()).isNotEmpty();
        assertThat(cloud.instanceTypes()).isNotEmpty();
    }

    @Test
    void nothingIsTheGenericCloud() {
        CloudDescription cloud = DescriptionFile.parse("x.yaml", "");

        assertThat(cloud.zones()).containsExactly("a", "b", "c");
        assertThat(cloud.regionOf("b")).contains("r1");
        assertThat(cloud.limits().modifications()).isEqualTo(4);
        assertThat(cloud.limits().modificationWindow()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aFileLiesOverItsPreset() {
        CloudDescription cloud = DescriptionFile.parse("x.yaml", """
                preset: alibaba
                seed: 7
                categories:
                  cloud_essd-pl1: {minimum: 1Gi}
                  cloud_ssd: null
                instanceTypes:
                  without-essd: {categories: [cloud_efficiency]}
                rates: {AttachDisk: {burst: 1, perSecond: 0.1}}
                delays: {attach: 20s}
                instances: [{name: i-1, zone: a, type: any}]
                """);

        assertThat(cloud.seed()).isEqualTo(7);
        assertThat(cloud.categories()).doesNotContainKey("cloud_ssd");
        assertThat(cloud.categories()).hasEntrySatisfying("cloud_essd-pl1", category -> {
            assertThat(category.minimum()).isEqualTo(ByteSize.ofGibibytes(1));
            assertThat(category.maximum()).isEqualTo(ByteSize.parse("32Ti"));
        });
        assertThat(cloud.categories())
                .hasEntrySatisfying(
                        "cloud_essd-pl2",
                        category -> assertThat(category.minimum()).isEqualTo(ByteSize.ofGibibytes(461)));
        assertThat(cloud.rates().of(ApiCall.ATTACH_DISK)).contains(new RateLimit(1, 0.1));
        assertThat(cloud.rates().of(ApiCall.CREATE_DISK)).isEmpty();
        assertThat(cloud.delays().attach()).isEqualTo(Duration.ofSeconds(20));
        assertThat(cloud.habits().snapshotNeedsAttachment()).isTrue();
        assertThat(cloud.instances()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "preset: awz | x.yaml: preset: there is none 'awz'; there are generic, alibaba, aws, gcp, azure; did you mean 'aws'?",
                "preset: [a] | x.yaml: preset: a plain value belongs here",
                "regoins: {} | x.yaml: there is no key 'regoins' here; there are seed, regions, categories, instanceTypes, limits, rates, delays, habits, faults, instances; did you mean 'regions'?",
                "- a | x.yaml: a mapping belongs here",
                "a: [ | x.yaml: not YAML",
                "regions: {r1: [a], r2: [a]} | x.yaml: regions.r2: the zone 'a' is in another region already",
                "regions: {r1: a} | x.yaml: regions.r1: a list belongs here",
                "regions: null | x.yaml: regions: a cloud has one zone at least",
                "categories: {fast: {zones: [x]}} | x.yaml: categories.fast.zones[0]: there is no zone 'x'",
                "categories: {new: {maximum: 1Gi}} | x.yaml: categories.new.minimum: missing",
                "categories: {fast: {minimum: 20Ti}} | x.yaml: categories.fast: minimum 20Ti is more than maximum 16Ti",
                "categories: {fast: {step: 100}} | x.yaml: categories.fast.step: a multiple of 4096 bytes belongs here",
                "categories: {fast: {minimum: much}} | x.yaml: categories.fast.minimum: 'much' is not a size",
                "categories: {fast: {multiAttach: 0}} | x.yaml: categories.fast.multiAttach: a whole number from 1 on",
                "categories: {fast: {minumum: 1Gi}} | x.yaml: categories.fast: there is no key 'minumum' here; there are minimum, maximum, step, iops, maximumIops, price, zones, multiAttach, source; did you mean 'minimum'?",
                "instanceTypes: {small: {categories: [fsat]}} | x.yaml: instanceTypes.small.categories[0]: there is no category 'fsat'; there are standard, fast, shared; did you mean 'fast'?",
                "delays: {attach: soon} | x.yaml: delays.attach: 'soon' is not a duration",
                "habits: {staleLinks: 1} | x.yaml: habits.staleLinks: true or false belongs here, not '1'",
                "habits: {attachDuringDetach: maybe} | x.yaml: habits.attachDuringDetach: there is no such answer 'maybe'",
                "rates: {CreateVolume: {burst: 1, perSecond: 1}} | x.yaml: rates.CreateVolume: there is no call 'CreateVolume'; there are DescribeOffer",
                "rates: {every: {burst: 1, perSecond: 0}} | x.yaml: rates.every.perSecond: a number above 0.0",
                "faults: [{error: nonsense}] | x.yaml: faults[0].error: there is no error 'nonsense'",
                "faults: [{call: AttachDisk}] | x.yaml: faults[0]: this fault does nothing",
                "faults: [{error: internal, probability: 2}] | x.yaml: faults[0].probability: a number above 0.0 and up to 1.0",
                "instances: [{name: i-1, zone: z, type: small}] | x.yaml: instances[0].zone: there is no zone 'z'",
                "instances: [{name: I, zone: a, type: small}] | x.yaml: instances[0]: 'I' is no id of an instance"
            })
    void whatIsWrongIsNamedByItsKey(String text, String message) {
        assertThatThrownBy(() -> DescriptionFile.parse("x.yaml", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> DescriptionFile.read(Path.of("/nowhere/cloud.yaml")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'/nowhere/cloud.yaml' can't be read");
    }
}
