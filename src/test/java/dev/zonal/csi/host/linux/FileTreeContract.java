package dev.zonal.csi.host.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Extent;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.RealPool;
import dev.zonal.csi.model.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link FileTree} promises, on a filesystem with reflinks. */
abstract class FileTreeContract {
    private final RealPool pool;

    /** What statfs(2) says of the two (include/uapi/linux/magic.h). */
    private static final long XFS_MAGIC = 0x58465342;

    private static final long BTRFS_MAGIC = 0x9123683EL;

    private static final ByteSize SIZE = ByteSize.ofMebibytes(16);

    private final FileTree files = LinuxHost.fileTree();

    FileTreeContract(RealPool pool) {
        this.pool = pool;
    }

    private static void refused(Errno errno, ThrowingCallable call) {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(errno));
    }

    private static void write(Path file, long offset, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)), offset);
        }
    }

    @Test
    void saysWhatStandsAtAPath() throws IOException {
        Path file = pool.fresh("file");
        Path link = Files.createSymbolicLink(pool.fresh("link"), file);
        files.createSparse(file, SIZE);

        var status = files.status(file).orElseThrow();

        assertThat(status.kind()).isEqualTo(Kind.FILE);
        assertThat(status.sizeBytes()).isEqualTo(SIZE.bytes());
        assertThat(status.allocatedBytes()).isZero();
        assertThat(status.identity().inode()).isEqualTo(Files.getAttribute(file, "unix:ino"));
        assertThat(status.identity().device()).isEqualTo(Files.getAttribute(file, "unix:dev"));
        assertThat(files.status(link).orElseThrow().kind()).isEqualTo(Kind.SYMBOLIC_LINK);
        assertThat(files.status(pool.path()).orElseThrow().kind()).isEqualTo(Kind.DIRECTORY);
        assertThat(files.status(Path.of("/dev/null")).orElseThrow().kind()).isEqualTo(Kind.OTHER);
        var device = files.status(Path.of("/dev/loop0")).orElseThrow();
        assertThat(device.kind()).isEqualTo(Kind.BLOCK_DEVICE);
        assertThat(device.deviceNumber()).isEqualTo(Files.getAttribute(Path.of("/dev/loop0"), "unix:rdev"));
        assertThat(files.status(pool.fresh("nothing"))).isEmpty();
        assertThat(files.status(file.resolve("below"))).isEmpty();
    }

    @Test
    void listsADirectory() {
        Path directory = pool.fresh("directory");
        files.createDirectory(directory);
        assertThat(files.list(directory)).isEmpty();

        IntStream.range(0, 2000).forEach(i -> files.createFile(directory.resolve("name-é-" + i), new byte[0]));

        assertThat(files.list(directory)).hasSize(2000).doesNotHaveDuplicates().contains("name-é-0", "name-é-1999");
        refused(Errno.ENOTDIR, () -> files.list(directory.resolve("name-é-0")));
        refused(Errno.ENOENT, () -> files.list(directory.resolve("nothing")));
    }

    @Test
    void listsANameThatIsNotUtf8AsOneThatNoPathLeadsTo() {
        Path directory = pool.fresh("directory");
        files.createDirectory(directory);
        pool.run("sh", "-c", "touch \"$1/$(printf 'a\\374')\"", "sh", directory.toString());

        List<String> names = files.list(directory);

        assertThat(names).containsExactly("a\uFFFD").noneMatch(FileTree::isReachable);
        assertThat(files.status(directory.resolve("a\uFFFD"))).isEmpty();
    }

    @Test
    void makesASymbolicLinkWhereverItLeads() {
        Path link = pool.fresh("link");

        files.createSymbolicLink(link, Path.of("/dev/nowhere"));

        assertThat(files.status(link).orElseThrow().kind()).isEqualTo(Kind.SYMBOLIC_LINK);
        assertThat(files.leadsOverLink(link)).isTrue();
        refused(Errno.EEXIST, () -> files.createSymbolicLink(link, pool.path()));
    }

    @Test
    void doesNotListThroughASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(pool.fresh("link"), pool.path());

        refused(Errno.ENOTDIR, () -> files.list(link));
    }

    @Test
    void writesAndReadsAFile() throws IOException {
        Path file = pool.fresh("file");
        files.createFile(file, "hello".getBytes(UTF_8));

        assertThat(new String(files.read(file, 5), UTF_8)).isEqualTo("hello");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        refused(Errno.EFBIG, () -> files.read(file, 4));
        refused(Errno.ENOENT, () -> files.read(pool.fresh("nothing"), 5));
        refused(Errno.EISDIR, () -> files.read(pool.path(), 4096));
        refused(Errno.EEXIST, () -> files.createFile(file, new byte[0]));
        assertThat(files.read(Path.of("/proc/self/status"), 1 << 20)).isNotEmpty();
    }

    @Test
    void followsNoLinkAtTheEnd() throws IOException {
        Path file = pool.fresh("file");
        files.createFile(file, "hello".getBytes(UTF_8));
        Path link = Files.createSymbolicLink(pool.fresh("link"), file);

        refused(Errno.ELOOP, () -> files.read(link, 5));
        refused(Errno.ELOOP, () -> files.resize(link, SIZE));
        refused(Errno.EEXIST, () -> files.createFile(link, new byte[0]));
        refused(Errno.ELOOP, () -> files.lock(link));
        assertThat(files.resolved(link)).isEqualTo(file.toRealPath());
    }

    @Test
    void seesALinkAnywhereOnAPath() throws IOException {
        Path folder = Files.createDirectory(pool.fresh("folder"));
        Path file = Files.createFile(folder.resolve("file"));
        Path link = Files.createSymbolicLink(pool.fresh("link"), folder);
        Path dangling = Files.createSymbolicLink(pool.fresh("dangling"), pool.fresh("nowhere"));

        assertThat(List.of(link, link.resolve("file"), link.resolve("missing/too"), dangling, dangling.resolve("x")))
                .allMatch(files::leadsOverLink);
        assertThat(List.of(folder, file, folder.resolve("missing/too"), file.resolve("below")))
                .noneMatch(files::leadsOverLink);
        refused(Errno.ENAMETOOLONG, () -> files.leadsOverLink(folder.resolve("x".repeat(300))));
    }

    @Test
    void clonesWithoutTakingSpace() throws IOException {
        Path source = pool.fresh("source");
        Path clone = pool.fresh("clone");
        files.createSparse(source, SIZE);
        write(source, 4096, "shared");
        files.sync(source);

        files.cloneFile(source, clone);

        assertThat(files.read(clone, (int) SIZE.bytes())).isEqualTo(files.read(source, (int) SIZE.bytes()));
        write(source, 4096, "differ");
        assertThat(new String(files.read(clone, (int) SIZE.bytes()), 4096, 6, UTF_8))
                .isEqualTo("shared");
        refused(Errno.EEXIST, () -> files.cloneFile(source, clone));
        refused(Errno.ENOENT, () -> files.cloneFile(pool.fresh("nothing"), pool.fresh("clone")));
    }

    @Test
    void leavesNothingWhereACloneIsImpossible() throws IOException {
        Path source = pool.fresh("source");
        files.createSparse(source, SIZE);
        Path elsewhere = Files.createTempDirectory("zonal-it").resolve("clone");
        try {
            refused(Errno.EXDEV, () -> files.cloneFile(source, elsewhere));
            assertThat(elsewhere).doesNotExist();
        } finally {
            Files.delete(elsewhere.getParent());
        }
    }

    @Test
    void allocatesAndWipes() throws IOException {
        Path file = pool.fresh("thick");
        files.createSparse(file, SIZE.plus(ByteSize.ofBytes(100)));
        files.allocate(file, SIZE);
        assertThat(files.status(file).orElseThrow().allocatedBytes()).isGreaterThanOrEqualTo(SIZE.bytes());
        assertThat(files.hasData(file, 0)).isFalse();
        write(file, SIZE.bytes() + 50, "at the end");
        assertThat(files.hasData(file, 0)).isTrue();
        assertThat(files.hasData(file, SIZE.bytes())).isTrue();

        files.wipe(file);

        assertThat(files.hasData(file, 0)).isFalse();
        assertThat(files.status(file).orElseThrow().sizeBytes()).isEqualTo(SIZE.bytes() + 100);
        assertThat(files.status(file).orElseThrow().allocatedBytes()).isZero();
        refused(Errno.ENOSPC, () -> files.allocate(file, ByteSize.ofGibibytes(1000)));
    }

    private List<Extent> extents(Path file) {
        List<Extent> found = new ArrayList<>();
        files.extents(file, found::add);
        return found;
    }

    private static long bytes(List<Extent> extents, Predicate<Extent> which) {
        return extents.stream().filter(which).mapToLong(Extent::bytes).sum();
    }

    @Test
    void tellsWhatAFileHasOnItsDisk() throws IOException {
        Path file = pool.fresh("file");
        Path clone = pool.fresh("clone");
        files.createSparse(file, SIZE);
        assertThat(extents(file)).isEmpty();
        files.allocate(file, SIZE);
        // More than one question to the kernel holds.
        for (int block = 0; block < 3000; block += 2) {
            write(file, block * 4096L, "data of a block, more than a filesystem keeps beside its metadata".repeat(63));
        }
        files.sync(file);
        assertThat(bytes(extents(file), any -> true)).isEqualTo(SIZE.bytes());
        assertThat(bytes(extents(file), Extent::written)).isEqualTo(1500 * 4096L);
        assertThat(extents(file)).noneMatch(Extent::shared);

        files.cloneFile(file, clone);
        files.sync(clone);

        assertThat(bytes(extents(clone), Extent::written)).isEqualTo(1500 * 4096L);
        assertThat(bytes(extents(clone), Extent::shared)).isGreaterThanOrEqualTo(1500 * 4096L);
        assertThat(extents(clone).stream().filter(Extent::written))
                .containsExactlyElementsOf(
                        extents(file).stream().filter(Extent::written).toList());
        refused(Errno.ENOENT, () -> extents(pool.fresh("nothing")));
    }

    @Test
    void clonesAFileInPiecesThatAreWrittenMeanwhile() throws IOException {
        Path file = pool.fresh("file");
        Path clone = pool.fresh("clone");
        files.createSparse(file, SIZE);
        for (int block = 0; block < 300; block += 2) {
            write(file, block * 4096L, "x".repeat(4096));
        }
        files.sync(file);
        files.createSparse(clone, ByteSize.ZERO);

        List<Long> ends = new ArrayList<>();
        OptionalLong next = OptionalLong.of(0);
        while (next.isPresent()) {
            next = files.cloneExtents(file, clone, next.getAsLong(), 40);
            next.ifPresent(ends::add);
        }
        write(file, 0, "late");
        write(file, 298 * 4096L, "last");
        assertThat(files.read(clone, 1 << 24)).containsOnly(0, 'x');
        files.completeClone(file, clone);

        assertThat(ends).hasSizeBetween(4, 150).isSorted().endsWith(299 * 4096L);
        assertThat(files.read(clone, 1 << 24)).isEqualTo(files.read(file, 1 << 24));
        assertThat(files.status(clone).orElseThrow().sizeBytes()).isEqualTo(SIZE.bytes());
        refused(Errno.ENOENT, () -> files.completeClone(file, pool.fresh("nothing")));
        refused(Errno.ENOENT, () -> files.cloneExtents(file, pool.fresh("nothing"), 0, 40));
    }

    @Test
    void clonesThePieceAtTheEndOfAFileThatEndsWithinABlock() throws IOException {
        Path file = pool.fresh("file");
        Path clone = pool.fresh("clone");
        files.createFile(file, "less than a block".repeat(1000).getBytes(UTF_8));
        files.sync(file);
        files.createSparse(clone, ByteSize.ZERO);

        assertThat(files.cloneExtents(file, clone, 0, 1024)).hasValue(17_000);
        assertThat(files.cloneExtents(file, clone, 17_000, 1024)).isEmpty();

        assertThat(files.read(clone, 1 << 20)).isEqualTo(files.read(file, 1 << 20));
    }

    @Test
    void countsExtentsWhereTheFilesystemDoes() throws IOException {
        Path file = pool.fresh("file");
        files.createSparse(file, SIZE);
        assertThat(files.extentCount(file)).isZero();
        for (int block = 0; block < 300; block += 2) {
            write(file, block * 4096L, "x".repeat(4096));
        }
        files.sync(file);

        boolean counts = files.space(file).filesystemMagic() == XFS_MAGIC;
        assertThat(files.extentCount(file)).isEqualTo(counts ? 150 : 0);
        refused(Errno.ENOENT, () -> files.extentCount(pool.fresh("nothing")));
    }

    @Test
    void takesNoMoreSpaceThanWhatIsWrittenToSharedBlocks() throws IOException {
        Path directory = pool.fresh("directory");
        files.createDirectory(directory);
        files.copyOnlyWhatIsWritten(directory);
        files.copyOnlyWhatIsWritten(directory);
        Path inner = directory.resolve("inner");
        files.createDirectory(inner);
        Path file = inner.resolve("file");
        files.createFile(file, "x".repeat(1 << 20).getBytes(UTF_8));
        files.sync(file);
        files.cloneFile(file, pool.fresh("clone"));

        write(file, 1 << 19, "y".repeat(4096));
        files.sync(file);

        assertThat(files.status(file).orElseThrow().allocatedBytes()).isEqualTo(1 << 20);
        refused(Errno.ENOENT, () -> files.copyOnlyWhatIsWritten(pool.fresh("nothing")));
    }

    @Test
    void givesAFileItsOwnCopyWhereTheFilesystemCan() throws IOException {
        Path file = pool.fresh("file");
        Path clone = pool.fresh("clone");
        files.createFile(file, new byte[0]);
        for (int block = 0; block < 100; block++) {
            write(file, block * 8192L, "x".repeat(4096));
        }
        files.sync(file);
        files.cloneFile(file, clone);

        if (files.space(file).filesystemMagic() == BTRFS_MAGIC) {
            refused(Errno.EOPNOTSUPP, () -> files.unshare(clone));
            return;
        }
        files.unshare(clone);

        assertThat(extents(clone)).noneMatch(Extent::shared);
        assertThat(bytes(extents(clone), Extent::written)).isEqualTo(100 * 4096L);
        assertThat(files.read(clone, 1 << 20)).isEqualTo(files.read(file, 1 << 20));
    }

    @Test
    void saysWhereDataIs() throws IOException {
        Path file = pool.fresh("sparse");
        files.createSparse(file, SIZE);
        assertThat(files.hasData(file, 0)).isFalse();

        write(file, 1 << 20, "x");

        assertThat(files.hasData(file, 0)).isTrue();
        assertThat(files.hasData(file, 2 << 20)).isFalse();
        assertThat(files.hasData(file, SIZE.bytes())).isFalse();
    }

    @Test
    void resizes() {
        Path file = pool.fresh("file");
        files.createFile(file, "hello".getBytes(UTF_8));

        files.resize(file, ByteSize.ofBytes(7));
        assertThat(new String(files.read(file, 100), UTF_8)).isEqualTo("hello\0\0");
        files.resize(file, ByteSize.ofBytes(2));
        assertThat(new String(files.read(file, 100), UTF_8)).isEqualTo("he");
    }

    @Test
    void renamesWithoutReplacingAndReplaces() {
        Path one = pool.fresh("one");
        Path two = pool.fresh("two");
        files.createFile(one, "1".getBytes(UTF_8));
        files.createFile(two, "2".getBytes(UTF_8));

        refused(Errno.EEXIST, () -> files.rename(one, two));
        files.replace(one, two);
        assertThat(new String(files.read(two, 1), UTF_8)).isEqualTo("1");
        refused(Errno.ENOENT, () -> files.rename(one, two));
        files.rename(two, one);
        assertThat(files.status(two)).isEmpty();
    }

    @Test
    void deletes() {
        Path directory = pool.fresh("directory");
        files.createDirectory(directory);
        Path file = directory.resolve("file");
        files.createFile(file, new byte[0]);

        refused(Errno.EEXIST, () -> files.createDirectory(directory));
        refused(Errno.ENOTEMPTY, () -> files.deleteDirectory(directory));
        refused(Errno.EISDIR, () -> files.deleteFile(directory));
        refused(Errno.ENOTDIR, () -> files.deleteDirectory(file));
        files.deleteFile(file);
        refused(Errno.ENOENT, () -> files.deleteFile(file));
        files.sync(directory);
        files.deleteDirectory(directory);
        assertThat(files.status(directory)).isEmpty();
    }

    @Test
    void neverWaitsAtAPipe() {
        Path pipe = pool.fresh("pipe");
        pool.run("mkfifo", pipe.toString());

        assertThat(files.status(pipe).orElseThrow().kind()).isEqualTo(Kind.OTHER);
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> files.resize(pipe, SIZE));
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> files.hasData(pipe, 0));
        assertThatExceptionOfType(HostException.class).isThrownBy(() -> files.read(pipe, 10));
    }

    @Test
    void knowsItsSpace() {
        var space = files.space(pool.path());

        assertThat(space.totalBytes()).isBetween(15L << 30, 16L << 30);
        assertThat(space.freeBytes()).isLessThan(space.totalBytes()).isPositive();
        assertThat(space.availableBytes()).isLessThanOrEqualTo(space.freeBytes());
        assertThat(space.inodes()).isGreaterThanOrEqualTo(space.freeInodes());
        assertThat(space.filesystemMagic()).isIn(XFS_MAGIC, BTRFS_MAGIC);
    }

    @Test
    void locksOnce() {
        Path file = pool.fresh("lock");

        try (var lock = files.lock(file).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(files.lock(file)).isEmpty();
        }
        FileTree.Lock again = files.lock(file).orElseThrow();
        again.close();
        again.close();
        files.lock(file).orElseThrow().close();
    }
}
