package dev.zonal.csi.host.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes that betray what is on a device.
 *
 * @param what its name in messages
 * @param offset where they stand; negative counts from the end of what is searched
 */
record ForeignMark(String what, long offset, MemorySegment bytes) {
    // The more telling ones first: a boot sector's 55 AA stands on partition tables and on FAT and NTFS alike.
    static final List<ForeignMark> AT_HEAD = List.of(
            hex("a LUKS container", 0, "4c554b53babe"),
            text("an LVM physical volume", 0, "LABELONE"),
            text("an LVM physical volume", 512, "LABELONE"),
            text("an LVM physical volume", 1024, "LABELONE"),
            text("an LVM physical volume", 1536, "LABELONE"),
            text("a GPT partition table", 512, "EFI PART"),
            text("a GPT partition table", 4096, "EFI PART"),
            text("swap space", 4096 - 10, "SWAPSPACE2"),
            text("swap space", 4096 - 10, "SWAP-SPACE"),
            text("swap space", 16384 - 10, "SWAPSPACE2"),
            text("swap space", 65536 - 10, "SWAPSPACE2"),
            text("an unfinished btrfs filesystem", BtrfsSuperblock.MAGIC_OFFSET, "!BHRfS_M"),
            hex("a member of a ZFS pool", 128 * 1024, "0cb1ba00"),
            hex("a member of a ZFS pool", 128 * 1024, "0000000000bab10c"),
            hex("a member of an md array", 0, "fc4e2ba9"),
            hex("a member of an md array", 4096, "fc4e2ba9"),
            hex("a bcache or bcachefs device", 4096 + 24, "c68573f64e1a45ca"),
            hex("an F2FS filesystem", 1024, "1020f5f2"),
            hex("an EROFS filesystem", 1024, "e2e1f5e0"),
            text("a squashfs filesystem", 0, "hsqs"),
            text("a ReiserFS filesystem", 65536 + 52, "ReIsEr"),
            text("a JFS filesystem", 32768, "JFS1"),
            text("an HFS+ filesystem", 1024, "H+"),
            text("an APFS container", 32, "NXSB"),
            text("a Ceph BlueStore device", 0, "bluestore block device"),
            text("an ISO 9660 image", 32769, "CD001"),
            text("a UDF filesystem", 32769, "BEA01"),
            text("an NTFS filesystem", 3, "NTFS    "),
            text("an exFAT filesystem", 3, "EXFAT   "),
            text("a FAT filesystem", 82, "FAT32   "),
            text("a FAT filesystem", 54, "FAT"),
            hex("an MBR partition table or boot sector", 510, "55aa"));

    static final List<ForeignMark> AT_TAIL = List.of(
            text("the backup of a GPT partition table", -512, "EFI PART"),
            text("the backup of a GPT partition table", -4096, "EFI PART"),
            hex("a member of an md array", -8192, "fc4e2ba9"));

    private static ForeignMark text(String what, long offset, String ascii) {
        return new ForeignMark(what, offset, MemorySegment.ofArray(ascii.getBytes(US_ASCII)));
    }

    private static ForeignMark hex(String what, long offset, String digits) {
        return new ForeignMark(
                what, offset, MemorySegment.ofArray(HexFormat.of().parseHex(digits)));
    }

    boolean isIn(SuperblockBytes searched) {
        return searched.has(offset < 0 ? searched.size() + offset : offset, bytes);
    }
}
