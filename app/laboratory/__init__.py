"""The laboratory: the same votes counted under several rules side by side, to learn from; it decides nothing.

What for: an office asks what another rule would have funded, with a published election (.pb) or the votes of a session that is
over. Figures, reasons, fairness and files to take away; no money moves, no decision changes.

Words: trial «Auswertung», count «Auszählung», rule «Auszählregel», tie order «Rangfolge bei Gleichstand».

Where to look: `rules` which rules are offered and what they are called · `runs` the job that counts · `counter` the process it
counts in, with limited memory and time · `report` a trial as plain values, table (CSV) and document (PDF) · `view` what its page shows · `pictures`
figures of charts.

Invariants:

- Counting happens in a process of its own: whatever a file contains, the service goes on.
- Every result carries the fingerprint of its rule and the hash of the file it was counted from, in the log as well.
- A trial from a session holds no name and no order of voting; who may read ballots may read it.
- A trial is deleted after some days, or sooner by whoever made it.
"""
