package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;

/**
 * Calling the C library: the one place that finds its functions, reads errno, retries EINTR and turns an errno into a
 * {@link HostException}. A call that can't be made at all is an {@link AssertionError}, so that a mistake in a binding
 * never looks like an error of the machine.
 */
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup C_LIBRARY = LINKER.defaultLookup();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");

    private Native() {}

    /** One call of one function. The memory lives as long as the call. */
    @FunctionalInterface
    interface Invocation {
        /** Returns what the function returned: -1 for failure, with errno in the state. */
        long invoke(Arena memory, MemorySegment state) throws Throwable;
    }

    /** A function of the C library; its handle's first argument is the state that takes errno. */
    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(result, arguments), CAPTURE_ERRNO);
    }

    /** The same for one declared with {@code ...}: from which argument on. */
    static MethodHandle variadic(String name, int firstVariadic, MemoryLayout result, MemoryLayout... arguments) {
        return link(
                name,
                FunctionDescriptor.of(result, arguments),
                CAPTURE_ERRNO,
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    // Binding native code is what this class is for; the launcher grants it with --enable-native-access.
    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address = C_LIBRARY
                .find(name)
                .orElseThrow(() -> new LinkageError("the C library of this machine has no function " + name));
        return LINKER.downcallHandle(address, descriptor, options);
    }

    /** Calls until it is not interrupted by a signal, and returns the result, or the negated errno. */
    static long attempt(Invocation invocation) {
        long result;
        do {
            result = once(invocation);
        } while (failed(result, Errno.EINTR));
        return result;
    }

    /** Calls once, and returns the result, or the negated errno. */
    static long once(Invocation invocation) {
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment state = memory.allocate(STATE);
            long result = invoke(invocation, memory, state);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        }
    }

    /** Calls, and returns the result; what was tried is said only where it failed. */
    static long call(Supplier<String> what, Invocation invocation) {
        return checked(what, attempt(invocation));
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

    private static long invoke(Invocation invocation, Arena memory, MemorySegment state) {
        try {
            return invocation.invoke(memory, state);
        } catch (RuntimeException | Error alreadyClear) {
            throw alreadyClear;
        } catch (Throwable mistake) {
            throw new AssertionError("a native call is bound wrongly", mistake);
        }
    }
}
