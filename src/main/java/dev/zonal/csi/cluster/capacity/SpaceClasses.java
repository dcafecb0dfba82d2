package dev.zonal.csi.cluster.capacity;

import dev.zonal.csi.cluster.ApiClient;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeParameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The StorageClasses of this driver. Where they allow volumes to be, the scheduler sees for itself. */
final class SpaceClasses {
    private final ApiClient api;
    private final String driver;
    private final Function<Map<String, String>, VolumeParameters> parser;

    /** @param parser of a class's parameters */
    SpaceClasses(ApiClient api, String driver, Function<Map<String, String>, VolumeParameters> parser) {
        this.api = api;
        this.driver = driver;
        this.parser = parser;
    }

    /** @param usualPool of classes that name none; where there is none, nothing can be made of them */
    List<ClassOfSpace> look(Optional<String> usualPool) throws IOException {
        List<ClassOfSpace> classes = new ArrayList<>();
        api.list("the StorageClasses", "/apis/storage.k8s.io/v1/storageclasses", "", found -> {
            if (found.path("provisioner").asString("").equals(driver)) {
                space(found.path("parameters"), usualPool)
                        .ifPresent(space -> classes.add(new ClassOfSpace(
                                found.path("metadata").path("name").asString(""), space)));
            }
        });
        return classes;
    }

    private Optional<Space> space(JsonNode parameters, Optional<String> usualPool) {
        Map<String, String> said = new HashMap<>();
        parameters
                .properties()
                .forEach(parameter ->
                        said.put(parameter.getKey(), parameter.getValue().asString("")));
        try {
            VolumeParameters parsed = parser.apply(said);
            return parsed.pool().or(() -> usualPool).map(pool -> new Space(pool, parsed.provisioning()));
        } catch (StorageException.InvalidArgument misspelt) {
            // No volume of it can be made, as its claims are told.
            return Optional.empty();
        }
    }
}
