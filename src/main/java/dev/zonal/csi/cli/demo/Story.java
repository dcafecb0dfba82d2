package dev.zonal.csi.cli.demo;

import java.util.List;
import java.util.function.Consumer;

/** The story, step by step: what can be seen of the driver when somebody's data is lost and comes back. */
final class Story {
    private Story() {}

    static List<Step<Scene>> steps() {
        return List.of(
                new Step<>("Who is this driver, and where does this node stand?", Placing::introduce),
                new Step<>("A volume where its pod may run", Placing::createWhereAllowed),
                new Step<>("A place that this driver does not reach", Placing::createElsewhere),
                new Step<>("Staged and published, as kubelet does it", Using::stageAndPublish),
                new Step<>("Real files", Using::writeFiles),
                new Step<>("A snapshot", Rescue::snapshot),
                new Step<>("A mistake", Rescue::mistake),
                new Step<>("A new volume from the snapshot", Rescue::restore),
                new Step<>("The data is back", Rescue::compare),
                new Step<>("A clone to try things on", Copying::cloneVolume),
                new Step<>("The clone lives on after its source is deleted", Copying::deleteSource),
                new Step<>("What there is", Ending::list),
                new Step<>("Clean-up", Ending::cleanUp));
    }

    /**
     * One step of a story.
     *
     * @param play does it, tells it and holds what it promises
     */
    record Step<S>(String title, Consumer<S> play) {}
}
