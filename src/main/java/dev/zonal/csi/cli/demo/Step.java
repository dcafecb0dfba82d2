package dev.zonal.csi.cli.demo;

import java.util.function.Consumer;

/**
 * One step of the story.
 *
 * @param play does it, tells it and holds what it promises
 */
record Step(String title, Consumer<Scene> play) {}
