package dev.zonal.csi.backend.local;

/** A promise of space that lasts only if it is kept: closed before that, it is struck from the ledger again. */
final class Reservation implements AutoCloseable {
    private final Ledger ledger;
    private Charge charge;
    private boolean kept;

    Reservation(Ledger ledger, Charge charge) {
        this.ledger = ledger;
        this.charge = charge;
    }

    /** Corrects an estimate by what was measured. */
    void correctTo(Charge measured) {
        ledger.enter(measured);
        ledger.strike(charge);
        charge = measured;
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (!kept) {
            ledger.strike(charge);
        }
    }
}
