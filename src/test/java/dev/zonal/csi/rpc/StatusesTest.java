package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.StorageException;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StatusesTest {
    private static final Map<StorageException, Code> CODES = Map.ofEntries(
            Map.entry(new StorageException.InvalidArgument("why"), Code.INVALID_ARGUMENT),
            Map.entry(new StorageException.NotFound("why"), Code.NOT_FOUND),
            Map.entry(new StorageException.AlreadyExists("why"), Code.ALREADY_EXISTS),
            Map.entry(new StorageException.FailedPrecondition("why"), Code.FAILED_PRECONDITION),
            Map.entry(new StorageException.OutOfRange("why"), Code.OUT_OF_RANGE),
            Map.entry(new StorageException.ResourceExhausted("why"), Code.RESOURCE_EXHAUSTED),
            Map.entry(new StorageException.Aborted("why"), Code.ABORTED),
            Map.entry(new StorageException.Unavailable("why"), Code.UNAVAILABLE),
            Map.entry(new StorageException.OutcomeUnknown("why", new IllegalStateException()), Code.UNAVAILABLE),
            Map.entry(new StorageException.DeadlineExceeded("why"), Code.DEADLINE_EXCEEDED),
            Map.entry(new StorageException.Unimplemented("why"), Code.UNIMPLEMENTED));

    @Test
    void everyKindHasItsCodeAndKeepsItsSentence() {
        CODES.forEach((failure, code) -> {
            Status status = Statuses.of(failure);
            assertThat(status.getCode()).isEqualTo(code);
            assertThat(status.getDescription()).isEqualTo("why");
        });
        List<Class<?>> tried =
                CODES.keySet().stream().<Class<?>>map(Object::getClass).toList();
        assertThat(StorageException.class.getPermittedSubclasses())
                .filteredOn(kind -> kind != StorageException.Internal.class)
                .containsExactlyInAnyOrderElementsOf(tried);
    }

    @Test
    void whatNobodyExpectedSaysItsIdAndNoMore() {
        Status known = Statuses.of(new StorageException.Internal("the pool is odd", new IllegalStateException()));
        assertThat(known.getCode()).isEqualTo(Code.INTERNAL);
        assertThat(known.getDescription()).startsWith("the pool is odd (incident ");

        Status unknown = Statuses.of(new NullPointerException("secret"));
        assertThat(unknown.getCode()).isEqualTo(Code.INTERNAL);
        assertThat(unknown.getDescription()).contains("incident ").doesNotContain("secret");
    }
}
