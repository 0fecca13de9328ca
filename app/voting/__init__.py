"""Voting: one question, one ballot a seat, a result anyone can recompute.

What for: motions on agenda items, declared bias, ballots, quorum and majority with their arithmetic in words.

Words: motion «Abstimmung», ballot «Stimme», abstention «Enthaltung», quorum «Beschlussfähigkeit», majority
«Mehrheit», recusal «Befangenheit», straw poll «Meinungsbild».

Invariants:

- A seat casts one ballot on a motion, only while it is open, only when present, quorate and not recused.
- The rules are those frozen when the motion opened; their fingerprint stands in the result.
- Nobody for and nobody against is not adopted; two thirds is two of three, compared in whole numbers.
"""
