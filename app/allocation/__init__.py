"""Allocation, «Bewilligung, Vereinbarung»: a decision becomes an award, an award an agreement.

Words: an *award* promises money and pins the rule book it was made under; a reduced one is *offered* and reserves its
amount until the applicant answers, one under a *condition* «Auflage» until the office finds it met; a binding one commits it. The *agreement* is signed by the office and the applicant.

Invariants: an award is never above the request, the cap or what is available; two awards never spend the same euro;
the bytes of a drawn agreement never change.
"""
