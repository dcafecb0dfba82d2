package dev.zonal.csi.cli.demo;

/** Where the story of a cloud plays: who is on stage, and the scene, whose volumes are used on one instance after the other. */
record CloudScene(CloudCast cast, Scene scene) {
    Narrator narrator() {
        return scene.narrator();
    }

    /** Attached to the instance by the controller, and then used there. */
    void use(String volume, String instance) {
        DiskCalls.attach(scene, volume, instance);
        scene.moveTo(cast.node(instance));
        VolumeCalls.use(scene, volume);
    }

    /** Not used there any more, and given back by the instance. */
    void putAway(String volume, String instance) {
        scene.moveTo(cast.node(instance));
        VolumeCalls.putAway(scene, volume);
        DiskCalls.detach(scene, volume, instance);
    }
}
