package dev.zonal.csi.host.linux;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.same;
import static dev.zonal.csi.fuzz.Oracle.text;

import java.nio.charset.StandardCharsets;

/** The mount table: a line that makes no sense is left out, one that does is read as it would be written. */
public final class MountInfoFuzz {
    private MountInfoFuzz() {}

    public static void read(byte[] input) {
        String text = text(input);
        MountInfo table = MountInfo.parse(text);
        holds(table.entries().size() <= text.lines().count(), "a line is at most one mount");
        for (MountInfo.Entry entry : table.entries()) {
            same(
                    entry.mount().target(),
                    table.withId(entry.id()).isPresent() ? entry.mount().target() : "nothing");
            String line = "%d 1 %d:%d %s %s %s %s- %s %s %s"
                    .formatted(
                            entry.id(),
                            (entry.device() >>> 8 & 0xfff) | (entry.device() >>> 32 & ~0xfff),
                            (entry.device() & 0xff) | (entry.device() >>> 12 & ~0xff),
                            escaped(entry.mount().root()),
                            escaped(entry.mount().target().toString()),
                            escaped(String.join(",", entry.mount().options())),
                            entry.shared() ? "shared:1 " : "",
                            escaped(entry.mount().filesystem()),
                            escaped(entry.mount().source()),
                            "");
            MountInfo again = MountInfo.parse(line);
            holds(again.entries().size() == 1, "what was read can be written: " + line);
            same(entry.mount().target(), again.entries().getFirst().mount().target());
            same(entry.mount().root(), again.entries().getFirst().mount().root());
            same(entry.mount().source(), again.entries().getFirst().mount().source());
        }
    }

    private static String escaped(String field) {
        StringBuilder line = new StringBuilder();
        for (byte one : field.getBytes(StandardCharsets.UTF_8)) {
            line.append("\\%03o".formatted(Byte.toUnsignedInt(one)));
        }
        return line.toString();
    }
}
