"""Funds, their years, their rule books and their calls.

What for: how much money there is in a year, what may be done with it, and when people may ask for it.

Words: fund «Fonds», fund year «Fondsjahr», rule book «Regelwerk», version «Fassung», call «Aufruf».

Invariants:

- A parameter of the rule book exists once, in ``rules/chapters``, with its meaning, default and source.
- A version holds effective values, has a fingerprint and never changes once something was decided under it.
- Per fund year ``budget = available + reserved + committed + in_transit + paid + spent`` at every commit.
"""
