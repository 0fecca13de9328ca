"""Settlement: receipts in, costs recognised or cut, the last cent paid or paid back.

What for: from the first photographed receipt to the closed account.

Words: settlement «Abrechnung», receipt «Beleg», recognised «anerkannt», cut «Kürzung», entitlement «Anspruch»,
balance payment «Restzahlung», repayment «Rückzahlung», interest «Zinsen», waiver «Verzicht».

Invariants:

- Of each receipt, what is recognised and what is cut add up to its total, each cut with a reason.
- The flat allowance is taken on recognised costs, rounded once; the entitlement never exceeds the award.
- What was paid plus the balance, less the repayment, is the entitlement (plus what is too small to claim back).
- Whoever certified a settlement does not order it.
"""
