package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.cloud.CloudOperation;
import dev.zonal.csi.cloud.CloudState;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.v1.DescribeCloudResponse;
import dev.zonal.csi.cloud.v1.DescribeOfferResponse;
import dev.zonal.csi.cloud.v1.OperationMessage;
import java.util.Locale;
import java.util.Optional;

/** All that is in a cloud as one message of the wire and back. */
public final class StateMessages {
    private StateMessages() {}

    public static DescribeCloudResponse message(CloudState state) {
        DescribeOfferResponse offer = CloudMessages.message(state.offer());
        return DescribeCloudResponse.newBuilder()
                .setNow(CloudMessages.message(state.now()))
                .setAhead(FaultMessages.message(state.ahead()))
                .addAllRegions(offer.getRegionsList())
                .addAllCategories(offer.getCategoriesList())
                .addAllInstanceTypes(offer.getInstanceTypesList())
                .addAllInstances(
                        state.instances().stream().map(CloudMessages::message).toList())
                .addAllDisks(state.disks().stream().map(CloudMessages::message).toList())
                .addAllSnapshots(
                        state.snapshots().stream().map(CloudMessages::message).toList())
                .addAllFaults(
                        state.faults().stream().map(FaultMessages::message).toList())
                .addAllOperations(
                        state.operations().stream().map(StateMessages::message).toList())
                .build();
    }

    private static OperationMessage message(CloudOperation operation) {
        OperationMessage.Builder message = OperationMessage.newBuilder()
                .setKind(operation.kind().word())
                .setObject(operation.object())
                .setInstance(operation.instance().map(InstanceId::text).orElse(""));
        operation.due().map(CloudMessages::message).ifPresent(message::setDue);
        return message.build();
    }

    static CloudState state(DescribeCloudResponse message) {
        return new CloudState(
                CloudMessages.instant(message.getNow()),
                FaultMessages.duration(message.getAhead()),
                CloudMessages.offer(DescribeOfferResponse.newBuilder()
                        .addAllRegions(message.getRegionsList())
                        .addAllCategories(message.getCategoriesList())
                        .addAllInstanceTypes(message.getInstanceTypesList())
                        .build()),
                message.getInstancesList().stream().map(CloudMessages::instance).toList(),
                message.getDisksList().stream().map(CloudMessages::disk).toList(),
                message.getSnapshotsList().stream().map(CloudMessages::snapshot).toList(),
                message.getFaultsList().stream().map(FaultMessages::fault).toList(),
                message.getOperationsList().stream()
                        .map(StateMessages::operation)
                        .toList());
    }

    private static CloudOperation operation(OperationMessage message) {
        return new CloudOperation(
                CloudOperation.Kind.valueOf(message.getKind().toUpperCase(Locale.ROOT)),
                message.getObject(),
                CloudMessages.present(message.getInstance()).map(InstanceId::new),
                message.hasDue() ? Optional.of(CloudMessages.instant(message.getDue())) : Optional.empty());
    }
}
