"""The Method of Equal Shares: everybody holds the same share of the budget; supporters of a project pay for it together.

Source: Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021.

Where to look: `counting` the way in · `profile` and `arrays` what is counted · `course` the loop that all engines have in
common · `plain`, `classes`, `certified` (with its `ledger`) the engines · `add1` raising the shares.
"""
