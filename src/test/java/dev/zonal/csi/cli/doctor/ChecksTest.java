package dev.zonal.csi.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cli.doctor.Finding.Level;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.host.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

final class ChecksTest {
    @TempDir
    Path proc;

    @ParameterizedTest
    @CsvSource({
        "6.18.5-cloud-amd64, OK",
        "6.7.0, OK",
        "6.6.63+rpt, WARNING",
        "5.12.0-1-generic, WARNING",
        "5.11.22, PROBLEM",
        "4.19.0, PROBLEM",
        "unknown, PROBLEM"
    })
    void theKernelIsJudgedByItsVersion(String release, Level level) {
        write("sys/kernel/osrelease", release + "\n");

        List<Finding> findings = new KernelCheck(new KernelFiles(proc)).findings();

        assertThat(findings).extracting(Finding::level).containsExactly(level);
    }

    @ParameterizedTest
    @CsvSource({
        "000001ffffffffff, OK, OK",
        "000001fffeffffff, OK, WARNING",
        "0000000001000000, PROBLEM, OK",
        "0000000000000000, PROBLEM, WARNING"
    })
    void capabilitiesAreReadFromTheirBits(String effective, Level admin, Level resource) {
        write("self/status", "Name:\tjava\nCapPrm:\t0000000000000000\nCapEff:\t" + effective + "\n");

        List<Finding> findings = new PrivilegeCheck(new KernelFiles(proc)).findings();

        assertThat(findings).extracting(Finding::level).containsExactly(admin, resource);
    }

    @Test
    void theSocketIsNoFaultWhetherADriverHasItOrNot() throws Exception {
        Endpoint endpoint = new Endpoint(proc.resolve("csi.sock"));
        assertThat(new SocketCheck(endpoint).findings())
                .containsExactly(Finding.ok("socket", "nobody listens on " + endpoint));

        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(endpoint.socket()));

            Finding found = new SocketCheck(endpoint).findings().getFirst();

            assertThat(found.level()).isEqualTo(Level.OK);
            assertThat(found.found())
                    .startsWith("process " + ProcessHandle.current().pid())
                    .endsWith(" listens on " + endpoint);
        }
    }

    @ParameterizedTest
    @CsvSource({"1024, WARNING", "4096, OK", "unlimited, OK"})
    void openFilesAreCounted(String limit, Level level) {
        write("self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            %s                20000                files
                """.formatted(limit));

        List<Finding> findings = new LimitCheck(new KernelFiles(proc)).findings();

        assertThat(findings).extracting(Finding::level).containsExactly(level);
    }

    @Test
    void missingToolsAreNamedWithTheirPackage() {
        write("filesystems", "nodev\ttmpfs\n\text4\n\tbtrfs\n");
        Commands installed = only(Set.of("mkfs.ext4", "e2fsck", "mkfs.btrfs"));

        List<Finding> findings = new FilesystemCheck(new KernelFiles(proc), installed).findings();

        assertThat(findings)
                .containsExactly(
                        Finding.problem("ext4 tools", "missing: resize2fs", "apt-get install e2fsprogs"),
                        Finding.warning(
                                "xfs tools",
                                "missing: mkfs.xfs; neither volumes nor pools can be made with xfs",
                                "apt-get install xfsprogs"),
                        Finding.warning(
                                "xfs in the kernel", "not loaded", "modprobe xfs, where the kernel has it as a module"),
                        Finding.ok("btrfs tools", "mkfs.btrfs"));
    }

    @Test
    void theDiagnosisCountsWhatIsWrong() {
        String text = Diagnosis.text(
                List.of(
                        Finding.ok("kernel", "6.18"),
                        Finding.warning("open files", "only 1024", "ulimit -n 4096"),
                        Finding.problem("loop devices", "none", "modprobe loop")),
                Ansi.OFF);

        assertThat(text).isEqualTo("""
                ok        kernel         6.18
                warning   open files     only 1024
                                         → ulimit -n 4096
                problem   loop devices   none
                                         → modprobe loop

                This host is not fit for the driver (1 problem, 1 warning).
                """);
    }

    private void write(String file, String content) {
        try {
            Files.createDirectories(proc.resolve(file).resolveSibling("."));
            Files.writeString(proc.resolve(file), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Commands only(Set<String> programs) {
        return new Commands() {
            @Override
            public Result run(Duration timeout, List<String> command) {
                return new Result(1, "");
            }

            @Override
            public boolean isInstalled(String program) {
                return programs.contains(program);
            }
        };
    }
}
