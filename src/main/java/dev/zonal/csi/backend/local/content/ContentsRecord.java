package dev.zonal.csi.backend.local.content;

import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import java.util.Optional;

/** {@link Contents} as it stands in a record. */
record ContentsRecord(State state, Optional<FilesystemType> filesystem) {
    enum State {
        BLANK,
        FORMATTING,
        FORMATTED,
        RAW
    }

    static ContentsRecord of(Contents contents) {
        return switch (contents) {
            case Contents.Blank() -> new ContentsRecord(State.BLANK, Optional.empty());
            case Contents.Formatting(FilesystemType type) -> new ContentsRecord(State.FORMATTING, Optional.of(type));
            case Contents.Formatted(FilesystemType type) -> new ContentsRecord(State.FORMATTED, Optional.of(type));
            case Contents.Raw() -> new ContentsRecord(State.RAW, Optional.empty());
        };
    }

    Contents toContents() {
        return switch (state) {
            case BLANK -> new Contents.Blank();
            case FORMATTING -> new Contents.Formatting(filesystem.orElseThrow());
            case FORMATTED -> new Contents.Formatted(filesystem.orElseThrow());
            case RAW -> new Contents.Raw();
        };
    }
}
