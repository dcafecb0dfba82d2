package dev.zonal.csi.cloud;

import java.util.Arrays;
import java.util.Optional;

/** The calls of a cloud, as they are limited, made to fail and counted: each by itself. */
public enum ApiCall {
    DESCRIBE_OFFER("DescribeOffer"),
    ADD_INSTANCE("AddInstance"),
    LIST_INSTANCES("ListInstances"),
    CREATE_DISK("CreateDisk"),
    DELETE_DISK("DeleteDisk"),
    LIST_DISKS("ListDisks"),
    DESCRIBE_DISKS("DescribeDisks"),
    ATTACH_DISK("AttachDisk"),
    DETACH_DISK("DetachDisk"),
    MODIFY_DISK("ModifyDisk"),
    TAG_DISK("TagDisk"),
    CREATE_SNAPSHOT("CreateDiskSnapshot"),
    DELETE_SNAPSHOT("DeleteDiskSnapshot"),
    LIST_SNAPSHOTS("ListDiskSnapshots"),
    DESCRIBE_SNAPSHOTS("DescribeDiskSnapshots");

    private final String word;

    ApiCall(String word) {
        this.word = word;
    }

    /** As people and the wire write it. */
    public String word() {
        return word;
    }

    public static Optional<ApiCall> of(String word) {
        return Arrays.stream(values())
                .filter(call -> call.word.equalsIgnoreCase(word))
                .findFirst();
    }
}
