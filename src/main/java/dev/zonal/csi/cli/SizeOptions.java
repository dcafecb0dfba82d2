package dev.zonal.csi.cli;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.v1.CapacityRange;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How large a volume has to be. */
final class SizeOptions {
    @Option(names = "--size", paramLabel = "SIZE", description = "At least this large: 512Mi, 10Gi, 1Ti.")
    private Optional<ByteSize> size = Optional.empty();

    @Option(names = "--limit", paramLabel = "SIZE", description = "At most this large.")
    private Optional<ByteSize> limit = Optional.empty();

    Optional<CapacityRange> range() {
        if (size.isEmpty() && limit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(CapacityRange.newBuilder()
                .setRequiredBytes(size.orElse(ByteSize.ZERO).bytes())
                .setLimitBytes(limit.orElse(ByteSize.ZERO).bytes())
                .build());
    }
}
