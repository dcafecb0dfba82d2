package dev.zonal.csi.bench.measure;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What halts a process and lets it go on (kill(2)); the JDK can only end one. */
enum Signal {
    CONTINUE(18),
    STOP(19);

    // Whoever starts the measure grants native access with --enable-native-access.
    @SuppressWarnings("restricted")
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    void send(long pid) {
        try {
            if ((int) KILL.invokeExact((int) pid, number) != 0) {
                throw new IllegalStateException("process " + pid + " is gone");
            }
        } catch (RuntimeException | Error failed) {
            throw failed;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
