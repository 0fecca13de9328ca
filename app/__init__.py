"""Kiezfonds: small public grants from application to closed account; votes, money and audit anyone can check.

The floors, from the ground up: ``core`` (pure values), ``shell`` (the frameworks), then one folder per feature in the
order of the money's life: people, areas, ledger, funds, proposals, bodies, voting, allocation, disbursement,
settlement, portal; on top ``rehearsal``, which plays whole cases through the commands of all of them.
"""
