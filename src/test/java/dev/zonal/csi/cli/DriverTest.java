package dev.zonal.csi.cli;

import dev.zonal.csi.cli.Shell.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A driver in memory on a real socket, and a shell to ask it from. */
abstract class DriverTest {
    @TempDir
    Path folder;

    MemoryDriver driver;
    Shell shell;

    @BeforeEach
    final void startDriver() {
        driver = new MemoryDriver(folder.resolve("csi.sock"));
        shell = new Shell(driver);
    }

    @AfterEach
    final void stopDriver() {
        driver.close();
    }

    static JsonNode json(Answer answer) {
        return JsonMapper.shared().readTree(answer.out());
    }
}
