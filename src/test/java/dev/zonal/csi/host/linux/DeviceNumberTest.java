package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DeviceNumberTest {
    /** new_encode_dev() of include/linux/kdev_t.h, which LOOP_GET_STATUS64 answers with. */
    private static long asTheKernelEncodes(int major, int minor) {
        return Integer.toUnsignedLong((minor & 0xff) | major << 8 | (minor & ~0xff) << 12);
    }

    @Property
    void isTheSameInAllThreeEncodings(
            @ForAll @IntRange(max = 0xfff) int major, @ForAll @IntRange(max = 0xfffff) int minor) {
        assertThat(DeviceNumber.of(major, minor)).isEqualTo(asTheKernelEncodes(major, minor));
        assertThat(DeviceNumber.parse(major + ":" + minor)).isEqualTo(DeviceNumber.of(major, minor));
    }

    @Test
    void isWhatMakedevMakes() {
        assertThat(DeviceNumber.of(7, 3)).isEqualTo(0x703);
        assertThat(DeviceNumber.of(259, 300)).isEqualTo(0x11032c);
        assertThat(DeviceNumber.of(0x1234, 0x56789)).isEqualTo(0x1000_5672_3489L);
    }

    @Test
    void isNoDevicesWhereTheMajorIsZero() {
        assertThat(DeviceNumber.isNone(DeviceNumber.of(0, 0x56789))).isTrue();
        assertThat(DeviceNumber.isNone(DeviceNumber.of(7, 3))).isFalse();
        assertThat(DeviceNumber.isNone(DeviceNumber.of(0x1000, 3))).isFalse();
    }
}
