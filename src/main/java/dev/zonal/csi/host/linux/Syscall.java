package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The system calls of Linux that the driver makes, each by its number: the one place that calls native code, reads
 * errno, retries EINTR and turns an errno into a {@link HostException}.
 *
 * <p>All go through the one function syscall(2), because the JVM takes about 4 ms to bind each new shape of function,
 * and because older C libraries have no function for the newer calls. Arguments are numbers, descriptors and addresses
 * of memory that its caller's arena keeps alive.
 */
enum Syscall {
    // x86_64 (arch/x86/entry/syscalls/syscall_64.tbl), aarch64 (include/uapi/asm-generic/unistd.h)
    WRITE(1, 64),
    CLOSE(3, 57),
    LSEEK(8, 62),
    IOCTL(16, 29),
    PREAD(17, 67),
    FLOCK(73, 32),
    FSYNC(74, 82),
    FTRUNCATE(77, 46),
    FSTATFS(138, 44),
    MOUNT(165, 40),
    UMOUNT(166, 39),
    GETDENTS(217, 61),
    OPENAT(257, 56),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    UNLINKAT(263, 35),
    SYMLINKAT(266, 36),
    READLINKAT(267, 78),
    FALLOCATE(285, 47),
    SYNCFS(306, 267),
    RENAMEAT(316, 276),
    STATX(332, 291),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    OPENAT2(437, 437),
    MOUNT_SETATTR(442, 442),
    STATMOUNT(457, 457),
    LISTMOUNT(458, 458);

    /** For the directory of calls whose names end in {@code at}: paths are taken as they are. */
    static final long CURRENT_DIRECTORY = -100;

    private static final int LARGEST_ARGUMENT_COUNT = 6;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle FUNCTION = bind();

    private final int onX86;
    private final int onArm;

    /** The one of the two that counts here. */
    private final long number;

    private final LongAdder made = new LongAdder();

    Syscall(int onX86, int onArm) {
        this.onX86 = onX86;
        this.onArm = onArm;
        this.number = Architecture.choose(onX86, onArm);
    }

    // Binding native code is what this class is for; the launcher grants it with --enable-native-access.
    @SuppressWarnings("restricted")
    private static MethodHandle bind() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));
    }

    int numberOn(Architecture architecture) {
        return switch (architecture) {
            case X86_64 -> onX86;
            case AARCH64 -> onArm;
        };
    }

    /** How often it was made, for tests that say what a request costs. */
    long made() {
        return made.sum();
    }

    /** Calls, and returns the result; what was tried is said only where it failed. */
    long call(Supplier<String> what, long... arguments) {
        return checked(what, attempt(arguments));
    }

    /** Calls until it is not interrupted by a signal, and returns the result, or the negated errno. */
    long attempt(long... arguments) {
        long result;
        do {
            result = once(arguments);
        } while (failed(result, Errno.EINTR));
        return result;
    }

    /** Calls once, and returns the result, or the negated errno. */
    long once(long... arguments) {
        long[] all = arguments.length == LARGEST_ARGUMENT_COUNT
                ? arguments
                : Arrays.copyOf(arguments, LARGEST_ARGUMENT_COUNT);
        made.increment();
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment state = memory.allocate(STATE);
            long result = (long) FUNCTION.invokeExact(state, number, all[0], all[1], all[2], all[3], all[4], all[5]);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error alreadyClear) {
            throw alreadyClear;
        } catch (Throwable mistake) {
            // Never to be taken for an error of the machine.
            throw new AssertionError(this + " is bound wrongly", mistake);
        }
    }

    /** The result of {@link #attempt}, where that is no failure. */
    static long checked(Supplier<String> what, long result) {
        if (result < 0) {
            throw new HostException(what.get(), new Errno((int) -result));
        }
        return result;
    }

    /** Whether the result of {@link #attempt} is that failure. */
    static boolean failed(long result, Errno errno) {
        return result == -errno.number();
    }

    /** The address of the text as C wants it. */
    static long text(Arena memory, String text) {
        return memory.allocateFrom(text).address();
    }

    static long text(Arena memory, Path path) {
        return text(memory, path.toString());
    }
}
