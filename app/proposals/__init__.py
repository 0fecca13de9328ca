"""Applications: what somebody wants to do, what it costs, and whether it may be funded.

What for: from the first line typed on a phone to the office's check and the place on an agenda.

Words: application «Antrag», action «Aktion», budget line «Kostenposition», flat allowance «pauschale
Aufwandsentschädigung», eligibility «Förderfähigkeit» (the office says), merit «Förderwürdigkeit» (the jury says).

Invariants:

- The state changes only along ``rules.APPLICATION``; a decision of the jury ends the right to withdraw.
- What is requested is cost lines plus flat allowance, computed here and nowhere else.
- Nothing is sent that a rule blocks; each finding names its rule.
- Whoever applied never checks their own application.
"""
