package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.host.ProbeResult.Blank;
import dev.zonal.csi.host.ProbeResult.Filesystem;
import dev.zonal.csi.host.ProbeResult.Foreign;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples are the superblocks of filesystems of 320 MiB, as mkfs wrote them. */
final class SuperblocksTest {
    private static final ByteSize SIZE = ByteSize.ofMebibytes(320);
    private static final int HEAD = DeviceBytes.HEAD_BYTES;
    private static final int TAIL = DeviceBytes.TAIL_BYTES;

    private static byte[] sample(FilesystemType type) {
        try (var stream = SuperblocksTest.class.getResourceAsStream("/superblocks/" + type.word() + ".bin")) {
            assertThat(stream).isNotNull();
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static int place(FilesystemType type) {
        return type == FilesystemType.BTRFS ? 64 * 1024 : 0;
    }

    private static byte[] head(FilesystemType type) {
        byte[] head = new byte[HEAD];
        byte[] sample = sample(type);
        System.arraycopy(sample, 0, head, place(type), sample.length);
        return head;
    }

    private static ProbeResult identify(byte[] head, byte[] tail) {
        return Superblocks.identify(
                new DeviceBytes(MemorySegment.ofArray(head), MemorySegment.ofArray(tail), SIZE.bytes() - tail.length));
    }

    private static ProbeResult identify(byte[] head) {
        return identify(head, new byte[TAIL]);
    }

    @Test
    void zerosAreBlank() {
        assertThat(identify(new byte[HEAD])).isEqualTo(new Blank());
        assertThat(identify(new byte[4096], new byte[0])).isEqualTo(new Blank());
    }

    @Property(tries = 200)
    void oneByteAnywhereIsNotBlank(
            @ForAll @IntRange(max = HEAD + TAIL - 1) int place, @ForAll @ByteRange(min = 1) byte value) {
        byte[] head = new byte[HEAD];
        byte[] tail = new byte[TAIL];
        (place < HEAD ? head : tail)[place < HEAD ? place : place - HEAD] = value;
        long onDevice = place < HEAD ? place : SIZE.bytes() - TAIL + place - HEAD;

        assertThat(identify(head, tail)).isEqualTo(new Foreign("data of no known kind at byte " + onDevice));
    }

    @Property(tries = 200)
    void anyBytesAreSomething(@ForAll @Size(max = 4096) byte[] bytes) {
        ProbeResult result = identify(bytes, bytes);

        boolean zero = true;
        for (byte one : bytes) {
            zero &= one == 0;
        }
        assertThat(result instanceof Blank).isEqualTo(zero);
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void recognisesWhatMkfsWrote(FilesystemType type) {
        assertThat(identify(head(type))).isEqualTo(new Filesystem(type, SIZE, false));
    }

    /** Whatever is damaged, it is not taken for a whole filesystem, nor for nothing. */
    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void everyFlippedByteOfTheSuperblockIsSeen(FilesystemType type) {
        byte[] sample = sample(type);
        int start = type == FilesystemType.EXT4 ? 1024 : 0;
        int end = type == FilesystemType.EXT4 ? 2048 : sample.length;
        for (int i = start; i < end; i++) {
            byte[] head = head(type);
            // btrfs keeps 32 bytes for sums of other kinds, and behind a changed kind the sum can't be verified here.
            if (type == FilesystemType.BTRFS && ((i >= 4 && i < 32) || i == 0xC4 || i == 0xC5)) {
                continue;
            }
            head[place(type) + i] ^= 0x41;

            ProbeResult result = identify(head);

            assertThat(isWhole(result)).as("byte %d: %s", i, result).isFalse();
        }
    }

    private static boolean isWhole(ProbeResult result) {
        return switch (result) {
            case Filesystem found -> !found.needsRepair();
            case Foreign _ -> false;
            case Blank _ -> true;
        };
    }

    @ParameterizedTest
    @EnumSource(FilesystemType.class)
    void aTruncatedSuperblockIsNeverWhole(FilesystemType type) {
        byte[] head = Arrays.copyOf(head(type), place(type) + 1500);

        assertThat(isWhole(identify(head, new byte[0]))).isFalse();
    }

    @Test
    void anUnfinishedXfsNeedsRepair() {
        byte[] head = head(FilesystemType.XFS);
        head[126] = 1;

        assertThat(identify(head)).isEqualTo(new Filesystem(FilesystemType.XFS, SIZE, true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0      | 4c554b53babe       | a LUKS container
                    512    | 4c4142454c4f4e45   | an LVM physical volume
                    512    | 4546492050415254   | a GPT partition table
                    4086   | 53574150535041434532 | swap space
                    65600  | 2142485266535f4d   | an unfinished btrfs filesystem
                    131072 | 0cb1ba0000000000   | a member of a ZFS pool
                    4096   | fc4e2ba9           | a member of an md array
                    32769  | 4344303031         | an ISO 9660 image
                    3      | 4e54465320202020   | an NTFS filesystem
                    82     | 4641543332202020   | a FAT filesystem
                    510    | 55aa               | an MBR partition table or boot sector
                    1024   | 1020f5f2           | an F2FS filesystem
                    """)
    void namesWhatOthersWrote(int offset, String bytes, String name) {
        byte[] head = new byte[HEAD];
        byte[] mark = HexFormat.of().parseHex(bytes);
        System.arraycopy(mark, 0, head, offset, mark.length);

        assertThat(identify(head)).isEqualTo(new Foreign(name));
    }

    @Test
    void namesTheBackupOfAPartitionTable() {
        byte[] tail = new byte[TAIL];
        byte[] mark = "EFI PART".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, tail, TAIL - 512, mark.length);

        assertThat(identify(new byte[HEAD], tail)).isEqualTo(new Foreign("the backup of a GPT partition table"));
    }
}
