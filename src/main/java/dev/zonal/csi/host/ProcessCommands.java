package dev.zonal.csi.host;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs programs of this host as child processes. */
public final class ProcessCommands implements Commands, Watchdogs {
    private static final int OUTPUT_LIMIT_BYTES = 64 * 1024;
    private static final File NOTHING = new File("/dev/null");
    private static final Pattern ERROR_NUMBER = Pattern.compile("error[:=] ?(\\d+)");

    /** How long output is waited for after the end: a grandchild may hold the pipe open for as long as it likes. */
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(1);

    /** Where the tools of filesystems stand, also when the environment's path leaves these out. */
    private static final List<String> SYSTEM_FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");

    private final List<Path> folders;

    public ProcessCommands() {
        this(System.getenv().getOrDefault("PATH", ""));
    }

    ProcessCommands(String searchPath) {
        folders = Stream.concat(Stream.of(searchPath.split(":")), SYSTEM_FOLDERS.stream())
                .filter(folder -> folder.startsWith("/"))
                .distinct()
                .map(Path::of)
                .toList();
    }

    @Override
    public boolean isInstalled(String program) {
        return located(program).isPresent();
    }

    @Override
    public Result run(Duration timeout, List<String> command) {
        Process process = start(command, ProcessBuilder.Redirect.from(NOTHING));
        Output output = new Output(process.getInputStream());
        Thread reader =
                Thread.ofVirtual().name("output of " + command.getFirst()).start(output);
        try {
            if (!process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new HostException(
                        String.join(" ", command),
                        Errno.ETIMEDOUT,
                        "not done after " + timeout.toMillis() + " ms; " + output.text());
            }
            boolean ended = reader.join(OUTPUT_GRACE);
            return new Result(process.exitValue(), ended ? output.text() : output.text() + "…");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HostException(String.join(" ", command), Errno.EINTR, "its caller gave up");
        } finally {
            killWithChildren(process);
            closeQuietly(process.getInputStream());
        }
    }

    @Override
    public Watchdog watch(List<String> onDeath) {
        if (!isInstalled(onDeath.getFirst())) {
            throw notInstalled(onDeath);
        }
        return ProcessWatchdog.start(this, onDeath);
    }

    /** Starts it without a shell; standard error goes where standard output goes. */
    Process start(List<String> command, ProcessBuilder.Redirect input) {
        Path program = located(command.getFirst()).orElseThrow(() -> notInstalled(command));
        List<String> located = new ArrayList<>(command);
        located.set(0, program.toString());
        ProcessBuilder builder =
                new ProcessBuilder(located).redirectErrorStream(true).redirectInput(input);
        builder.environment().put("LC_ALL", "C");
        builder.environment()
                .put(
                        "PATH",
                        String.join(":", folders.stream().map(Path::toString).toList()));
        try {
            return builder.start();
        } catch (IOException refused) {
            throw new HostException(String.join(" ", command), errno(refused), String.valueOf(refused.getMessage()));
        }
    }

    /** The JDK hides the number in its message. */
    private static Errno errno(IOException refused) {
        Matcher matcher = ERROR_NUMBER.matcher(String.valueOf(refused.getMessage()));
        return matcher.find() ? new Errno(Integer.parseInt(matcher.group(1))) : Errno.EIO;
    }

    private static HostException notInstalled(List<String> command) {
        return new HostException(String.join(" ", command), Errno.ENOENT, command.getFirst() + " is not installed");
    }

    private Optional<Path> located(String program) {
        if (program.startsWith("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        return folders.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst();
    }

    private static void killWithChildren(Process process) {
        if (process.isAlive()) {
            // The children first: once their parent is gone nobody knows any more whose they were.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void closeQuietly(InputStream stream) {
        try {
            stream.close();
        } catch (IOException nothingLost) {
            // The process is over and what it said is read.
        }
    }

    /** Reads to the end, so that the writer never stalls, and keeps the beginning. */
    private static final class Output implements Runnable {
        private final InputStream stream;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Output(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public void run() {
            byte[] part = new byte[8192];
            int left = OUTPUT_LIMIT_BYTES;
            try {
                for (int count = stream.read(part); count >= 0; count = stream.read(part)) {
                    kept.write(part, 0, Math.min(count, left));
                    left -= Math.min(count, left);
                }
            } catch (IOException closed) {
                // The process was killed; what it had said until then is kept.
            }
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
