package dev.zonal.csi.conformance;

import dev.zonal.csi.SimulatedDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Several callers on one family at once, and when each call began and ended. */
final class History {
    private final SimulatedDriver driver;
    private final Family family;
    private final AtomicLong clock = new AtomicLong();

    History(SimulatedDriver driver, Family family) {
        this.driver = driver;
        this.family = family;
    }

    /** All that they did, and then, when all is quiet, what there is. */
    List<Recorded> record(long seed, int callers, int callsEach) throws InterruptedException, ExecutionException {
        List<Recorded> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<List<Recorded>>> parts = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                Pick pick = new Pick(seed * callers + caller);
                parts.add(threads.submit(() -> calls(pick, callsEach)));
            }
            for (Future<List<Recorded>> part : parts) {
                all.addAll(part.get());
            }
        }
        driver.awaitQuiescence();
        long quiet = clock.incrementAndGet();
        all.replaceAll(call ->
                call.reply().isOpen() ? new Recorded(call.command(), call.reply(), call.invoked(), quiet) : call);
        family.questions().forEach(question -> all.add(call(question)));
        return all;
    }

    private List<Recorded> calls(Pick pick, int number) {
        List<Recorded> calls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            calls.add(call(family.draw(pick)));
        }
        return calls;
    }

    private Recorded call(Command command) {
        long invoked = clock.incrementAndGet();
        Reply reply = command.run(driver);
        return new Recorded(command, reply, invoked, clock.incrementAndGet());
    }
}
