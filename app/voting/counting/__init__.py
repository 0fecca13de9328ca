"""Counting: from ballots to winners, exactly, explained and the same for everybody who counts again.

What for: participatory budgets of any size, from a jury of seven to a city of a million. Pure: no database, no request,
no clock. numpy is used here and nowhere else; a path without it counts small elections and serves as the recount.

Words: election, ballot «Stimmzettel», project «Vorhaben», rule «Auszählregel», tie order «Rangfolge bei Gleichstand»,
lot «Los», winner, loser, effective support «wirksame Unterstützung».

Where to look: `election` what is counted · `pb` and `tables` files in and out · `rules` the rules as values with a
fingerprint, `names` all of them by name · `ties` the total order behind every rule, `ties_met` what another would change ·
`greedy`, `equal_shares`, `phragmen`, `welfare`, `rankings`, `scores`, `judgement` the rules · `lots` drawing lots ·
`explaining` why a project won or lost · `fairness` figures beside an outcome · `report` a result in plain values ·
`engine` the one way in.

Invariants:

- Integers and fractions decide, never a float; a float may only discard what it provably can.
- The order of ballots and of projects in a file never matters.
- A project nobody supports is never a winner.
- Every result carries its rule with all parameters, and the fingerprint of both.
"""
