package dev.zonal.csi.cli.demo;

/**
 * Where the story of many nodes plays.
 *
 * @param scene its volumes are used on n2
 */
record FleetScene(FleetCast cast, Scene scene) {
    Narrator narrator() {
        return scene.narrator();
    }

    /** The scene, with that controller to be asked. */
    Scene through(String controller) {
        scene.ask(cast.client(controller));
        return scene;
    }
}
