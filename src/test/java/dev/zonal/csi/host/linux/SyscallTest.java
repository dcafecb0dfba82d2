package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SyscallTest {
    private static final Pattern DEFINITION = Pattern.compile("#define\\s+__NR(?:3264)?_(\\w+)\\s+(\\d+).*");

    /** The kernel's own header for an architecture; Debian installs both with linux-libc-dev. */
    private static Map<String, Long> header(Architecture architecture) throws IOException {
        Path header = switch (architecture) {
            case X86_64 -> Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
            case AARCH64 -> Path.of("/usr/include/asm-generic/unistd.h");
        };
        Assumptions.assumeTrue(Files.exists(header), "not installed: " + header + " (linux-libc-dev)");
        return definitions(header);
    }

    private static Map<String, Long> definitions(Path header) throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        for (String line : Files.readAllLines(header)) {
            var matcher = DEFINITION.matcher(line);
            if (matcher.matches()) {
                numbers.put(matcher.group(1), Long.parseLong(matcher.group(2)));
            }
        }
        return numbers;
    }

    private static String kernelName(Syscall call) {
        return switch (call) {
            case PREAD -> "pread64";
            case GETDENTS -> "getdents64";
            case UMOUNT -> "umount2";
            case RENAMEAT -> "renameat2";
            default -> call.name().toLowerCase(Locale.ROOT);
        };
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void theNumbersAreTheKernels(Architecture architecture) throws IOException {
        Map<String, Long> numbers = header(architecture);
        assertThat(numbers).containsKeys("openat", "statx", "renameat2");

        for (Syscall call : Syscall.values()) {
            // A call that is newer than the installed headers can't be compared.
            long expected = numbers.getOrDefault(kernelName(call), (long) call.numberOn(architecture));
            assertThat(call.numberOn(architecture)).as("%s", call).isEqualTo((int) expected);
        }
    }

    @Test
    void aFailureIsItsErrno() {
        assertThatExceptionOfType(HostException.class)
                .isThrownBy(() -> Descriptor.open(Path.of("/no such file"), OpenFlags.READ_ONLY))
                .withMessage("open /no such file: ENOENT")
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOENT));
        assertThat(Syscall.failed(Syscall.FSYNC.attempt(-1), new Errno(9))).isTrue();
    }

    @Test
    void anUnknownArchitectureIsRefused() {
        assertThat(Architecture.of("amd64")).isEqualTo(Architecture.X86_64);
        assertThat(Architecture.of("aarch64")).isEqualTo(Architecture.AARCH64);
        assertThatExceptionOfType(LinkageError.class).isThrownBy(() -> Architecture.of("riscv64"));
    }
}
