package dev.zonal.csi.backend.local.content;

import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;

import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.pool.PoolRecord;
import dev.zonal.csi.store.RecordFormat;
import dev.zonal.csi.store.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

/** Records as they stand on the disk: the input as it is, and with the checksum that makes it count. */
public final class RecordsFuzz {
    private RecordsFuzz() {}

    public static void read(byte[] input) {
        for (byte[] file : new byte[][] {input, sealed(input)}) {
            read(VolumeRecord.FORMAT, file, record -> VolumeRecord.of(record.toVolume(PoolBench.HERE)));
            read(SnapshotRecord.FORMAT, file, record -> SnapshotRecord.of(record.toStored(PoolBench.HERE)));
            read(PoolRecord.FORMAT, file, record -> record);
        }
    }

    private static <R extends Record> void read(RecordFormat<R> format, byte[] file, UnaryOperator<R> meaning) {
        try {
            R record = format.read(file);
            same(record, format.read(format.write(record)));
            R meant = meaning.apply(record);
            same(meant, meaning.apply(format.read(format.write(meant))));
        } catch (UnreadableRecordException refusal) {
            isSentence(refusal);
        }
    }

    private static byte[] sealed(byte[] body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(body);
        String digits = HexFormat.of().toHexDigits((int) checksum.getValue());
        file.writeBytes((",\"crc32c\":\"" + digits + "\"}\n").getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }
}
