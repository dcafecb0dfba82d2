package dev.zonal.csi.rpc;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.NodePublishVolumeRequest;
import java.util.Arrays;
import java.util.List;

/** Bytes as requests: the first says of which kind, the others are its wire form. */
public final class RequestsFuzz {
    private static final List<Reader> READERS = List.of(
            bytes -> VolumeMessages.request(CreateVolumeRequest.parseFrom(bytes), ParameterSet.DISKS),
            bytes -> SnapshotMessages.request(CreateSnapshotRequest.parseFrom(bytes)),
            bytes -> NodeMessages.request(NodePublishVolumeRequest.parseFrom(bytes)),
            bytes -> VolumeMessages.page(ListVolumesRequest.parseFrom(bytes)),
            bytes -> SnapshotQuery.parse(ListSnapshotsRequest.parseFrom(bytes)));

    private RequestsFuzz() {}

    private interface Reader {
        Object read(byte[] bytes) throws InvalidProtocolBufferException;
    }

    public static void read(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Reader reader = READERS.get(Byte.toUnsignedInt(input[0]) % READERS.size());
        byte[] wire = Arrays.copyOfRange(input, 1, input.length);
        try {
            same(reader.read(wire), reader.read(wire));
        } catch (StorageException.InvalidArgument | StorageException.NotFound refusal) {
            isSentence(refusal);
            holds(
                    String.valueOf(refusal.getMessage()).matches("(?s)[a-z_]+[^ ]*: .*"),
                    "a refusal begins with the field, unlike '" + refusal.getMessage() + "'");
        } catch (StorageException.FailedPrecondition unstaged) {
            holds(
                    String.valueOf(unstaged.getMessage()).startsWith("staging_target_path: missing"),
                    "only staging can be missing");
        } catch (InvalidProtocolBufferException noMessage) {
            // The server answers INVALID_ARGUMENT to these before anybody reads them.
        }
    }
}
