package dev.zonal.csi.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class SyscallTest {
    private static final Pattern DEFINITION = Pattern.compile("#define\\s+__NR(?:3264)?_(\\w+)\\s+(\\d+).*");

    /** The kernel's own headers, where they are installed (linux-libc-dev), of this machine's architecture. */
    private static Map<String, Long> header() throws IOException {
        String multiarch = Architecture.CURRENT == Architecture.X86_64 ? "x86_64-linux-gnu" : "aarch64-linux-gnu";
        String name = Architecture.CURRENT == Architecture.X86_64 ? "asm/unistd_64.h" : "asm-generic/unistd.h";
        List<Path> places = List.of(Path.of("/usr/include", multiarch, name), Path.of("/usr/include", name));
        Path header = places.stream().filter(Files::exists).findFirst().orElse(Path.of("/nonexistent"));
        Assumptions.assumeTrue(Files.exists(header), "the kernel's headers are not installed (linux-libc-dev)");
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

    @Test
    void theNumbersAreTheKernels() throws IOException {
        Map<String, Long> numbers = header();

        for (Syscall call : Syscall.values()) {
            // Calls that are newer than the installed headers can't be compared.
            OptionalLong expected = numbers.containsKey(kernelName(call))
                    ? OptionalLong.of(numbers.getOrDefault(kernelName(call), -1L))
                    : OptionalLong.empty();
            assertThat(expected.orElse(call.number())).as("%s", call).isEqualTo(call.number());
        }
        assertThat(numbers).containsKeys("openat", "statx", "renameat2");
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
