"""Disbursement: how awarded money leaves, through four eyes.

What for: a payment is requested, certified factually and arithmetically, ordered, and released.

Words: payment «Auszahlung», advance «Vorschuss», balance «Restzahlung», certification «Feststellung, sachlich und
rechnerisch richtig», order «Anordnung», release «Auszahlung erfolgt», four eyes «Vier-Augen-Prinzip»,
paying account «Zahlungskonto», bank file «Bankdatei» (pain.001.001.09).

Invariants:

- Whoever certified does not order; whoever signed does not release; nobody handles a payment to themselves.
- What goes out for an action, less what came back, is never more than its award.
- A payment is released once; every signature holds the amount that was seen.
- A payment is in one bank file at most; a file is made once, its bytes are kept encrypted, and who takes it is on record.
- A payment keeps the account its first signature saw; IBANs are encrypted, and whoever sees a whole one is on record.
"""
