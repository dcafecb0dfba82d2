package dev.zonal.csi.backend.local.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.backend.local.FurnishedPoolCase;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.volume.ExtentSurvey.Fragmented;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.VolumeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which volumes are the most fragmented, and what the look at them leaves. */
class ExtentSurveyTest extends FurnishedPoolCase {
    private final ExtentSurvey survey = backend.pools().getFirst().known().extents();

    private void write(String name, int blocks) {
        Operation.create(backend, name, ByteSize.ofMebibytes(1), Provisioning.THIN, Optional.empty());
        Path device = backend.attach(VolumeId.of(name, source.home()), false);
        for (int block = 0; block < blocks; block++) {
            bench.host.writeDevice(device, block * 4096L, "x".getBytes(StandardCharsets.UTF_8));
        }
        bench.host.ports().filesystems().flush(device);
    }

    @Test
    void theMostFragmentedAreNamedWorstFirst() {
        for (int number = 1; number <= 12; number++) {
            write("v" + number, 10 + number);
        }
        assertThat(survey.mostFragmented()).isEmpty();

        survey.look();

        assertThat(survey.mostFragmented())
                .hasSize(10)
                .startsWith(new Fragmented(VolumeId.of("v12", source.home()), 22))
                .endsWith(new Fragmented(VolumeId.of("v3", source.home()), 13));
    }

    @Test
    void oneThatIsGoneOrCannotBeReadIsLeftOut() {
        write("first", 5);
        write("second", 7);
        survey.look();
        Path image = Path.of("/pool/volumes/" + VolumeId.of("second", source.home()) + "/disk.img");
        bench.host.faults().refuse(new Faults.Refusal("extentCount " + image, Errno.EIO));

        survey.look();

        assertThat(survey.mostFragmented())
                .startsWith(new Fragmented(VolumeId.of("first", source.home()), 5))
                .noneMatch(found -> found.volume().equals(VolumeId.of("second", source.home())));
    }

    @Test
    void anImageOfAnOlderVersionGetsTheSettingOfNewOnes() {
        bench.host.faults().clear();

        survey.look();

        assertThat(bench.host.faults().calls())
                .contains("copyOnlyWhatIsWritten /pool/volumes/" + source + "/disk.img")
                .noneMatch(call -> call.startsWith("copyOnlyWhatIsWritten /pool/snapshots"));
        assertThat(bench.host.faults().effects()).isEmpty();
    }
}
