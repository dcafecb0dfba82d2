package dev.zonal.csi.backend.local.space;

import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;

/** A promise of space that lasts only if it is kept: closed before that, it is struck from the ledger again. */
public final class Reservation implements AutoCloseable {
    private final Ledger ledger;
    private Charge charge;
    private boolean kept;

    Reservation(Ledger ledger, Charge charge) {
        this.ledger = ledger;
        this.charge = charge;
    }

    /**
     * Corrects what was reserved by what was measured.
     *
     * @throws StorageException.ResourceExhausted where that is more than was reserved, and more than there is
     */
    public void correctTo(Charge measured, Occupancy seen) {
        if (!ledger.exchange(charge, measured, Provisioning.THIN, seen)) {
            throw ledger.exhausted(measured.minus(charge).reserved(), Provisioning.THIN, seen);
        }
        charge = measured;
    }

    public void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (!kept) {
            ledger.strike(charge);
        }
    }
}
