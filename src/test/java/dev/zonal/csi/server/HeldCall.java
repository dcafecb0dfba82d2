package dev.zonal.csi.server;

import dev.zonal.csi.v1.CreateVolumeRequest;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** For a {@link ScriptedController}: calls that run until the test lets them go on. */
final class HeldCall implements Function<CreateVolumeRequest, String> {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final String answer;

    HeldCall(String answer) {
        this.answer = answer;
    }

    @Override
    public String apply(CreateVolumeRequest request) {
        running.countDown();
        try {
            goOn.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    void awaitRunning() throws InterruptedException {
        running.await();
    }

    /** Also those that are yet to come. */
    void goOn() {
        goOn.countDown();
    }
}
