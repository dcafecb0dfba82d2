package dev.zonal.csi.controller;

import dev.zonal.csi.model.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Cuts lists into pages. A token names the last id that was given out, so it stays good while others come and go, and
 * after a restart; a checksum tells it from what somebody made up.
 */
final class Paging<T, I> {
    private static final int CHECKSUM_LENGTH = 8;

    private final Function<T, I> idOf;
    private final Function<String, Optional<I>> parseId;

    Paging(Function<T, I> idOf, Function<String, Optional<I>> parseId) {
        this.idOf = idOf;
        this.parseId = parseId;
    }

    /**
     * @param entriesAfter what comes after an id, at most so many
     * @throws StorageException.Aborted where the token is not one of ours
     */
    Page<T> page(PageRequest request, BiFunction<Optional<I>, Integer, List<T>> entriesAfter) {
        Optional<I> after =
                request.startingToken().isEmpty() ? Optional.empty() : Optional.of(decode(request.startingToken()));
        List<T> found = entriesAfter.apply(after, request.limit() + 1);
        if (found.size() <= request.limit()) {
            return new Page<>(found, "");
        }
        List<T> entries = found.subList(0, request.limit());
        return new Page<>(entries, encode(idOf.apply(entries.getLast())));
    }

    private String encode(I id) {
        String text = checksum(id.toString()) + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Only the very text that was given out counts: base64 alone would let several spellings of one id pass. */
    private I decode(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            return parseId.apply(text.substring(CHECKSUM_LENGTH))
                    .filter(id -> encode(id).equals(token))
                    .orElseThrow(Paging::badToken);
        } catch (IllegalArgumentException | IndexOutOfBoundsException foreign) {
            throw badToken();
        }
    }

    private static String checksum(String id) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits(crc.getValue(), CHECKSUM_LENGTH);
    }

    private static StorageException.Aborted badToken() {
        return new StorageException.Aborted(
                "starting_token: not a token that this driver gave out; list again from the start, without one");
    }
}
