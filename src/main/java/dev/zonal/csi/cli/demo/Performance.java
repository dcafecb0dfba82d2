package dev.zonal.csi.cli.demo;

import java.util.List;

/** Plays a story step by step, until its end or a signal. */
record Performance(Narrator narrator, Interruption interruption) {
    <S> void tell(List<Story.Step<S>> story, S scene) {
        try {
            for (Story.Step<S> step : story) {
                narrator.begin(step.title());
                interruption.demandNone();
                step.play().accept(scene);
            }
        } finally {
            // A signal has had its effect on the step; stopping and cleaning up have to run to their end.
            var _ = Thread.interrupted();
        }
    }
}
