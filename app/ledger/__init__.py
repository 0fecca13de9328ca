"""The ledger, «Buchung, Konto»: double entry in whole cents, append-only, guarded by the database itself.

Words: an *account* of a fund year holds a *balance*; a *journal* is one booking with its cause; its *entries* sum to
zero; its *posting* seals it. BUDGET carries the budget with a negative sign, so the whole book sums to zero.

Invariants, at every commit and in SQLite and PostgreSQL alike: a journal without a posting cannot be committed, a
posting of unbalanced entries cannot be written, a balance never falls below its floor, a cause is booked once, nothing is
updated or deleted. Per fund year ``budget = available + reserved + committed + in_transit + paid + spent``, each >= 0.
Every journal leaves a line in the audit log with the fingerprint of all it says; ``flask ledger check`` compares them.
"""
