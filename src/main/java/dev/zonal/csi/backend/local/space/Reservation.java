package dev.zonal.csi.backend.local.space;

/** A promise of space that lasts only if it is kept: closed before that, it is struck from the ledger again. */
public final class Reservation implements AutoCloseable {
    private final Ledger ledger;
    private Charge charge;
    private boolean kept;

    public Reservation(Ledger ledger, Charge charge) {
        this.ledger = ledger;
        this.charge = charge;
    }

    /** Corrects an estimate by what was measured. */
    public void correctTo(Charge measured) {
        ledger.enter(measured);
        ledger.strike(charge);
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
