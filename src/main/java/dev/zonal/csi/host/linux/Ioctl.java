package dev.zonal.csi.host.linux;

/**
 * Requests of ioctl(2), with their numbers as x86_64 and aarch64 share them. Each number holds the size of the
 * structure that it takes (include/uapi/asm-generic/ioctl.h), so a wrong layout is refused with ENOTTY.
 */
enum Ioctl {
    // include/uapi/linux/loop.h
    LOOP_CLR_FD(0x4C01),
    LOOP_SET_STATUS64(0x4C04),
    LOOP_GET_STATUS64(0x4C05),
    LOOP_SET_CAPACITY(0x4C07),
    LOOP_CONFIGURE(0x4C0A),
    LOOP_CTL_GET_FREE(0x4C82),
    // include/uapi/linux/fs.h
    BLKGETSIZE64(0x80081272L),
    BLKROSET(0x125D),
    BLKSSZGET(0x1268),
    FICLONE(0x40049409),
    FICLONERANGE(0x4020940DL),
    FS_IOC_FSGETXATTR(0x801C581FL),
    FS_IOC_FSSETXATTR(0x401C5820L),
    FS_IOC_FIEMAP(0xC020660BL),
    FIFREEZE(0xC0045877L),
    FITHAW(0xC0045878L),
    // fs/xfs/libxfs/xfs_fs.h, include/uapi/linux/btrfs.h, include/uapi/linux/ext4.h
    XFS_IOC_FSGEOMETRY_V1(0x80705864L),
    XFS_IOC_FSGROWFSDATA(0x4010586EL),
    BTRFS_IOC_RESIZE(0x50009403),
    BTRFS_IOC_FORGET_DEV(0x50009405),
    EXT4_IOC_RESIZE_FS(0x40086610);

    private final long number;

    Ioctl(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }
}
