"""The audit log: one line for every change, written with it, sealed into one Merkle tree.

``events`` shapes a line, ``models`` keeps it, ``merkle`` hashes (RFC 6962), ``sealer`` gives each line its place
and stores the root, ``verifier`` recomputes everything, compares every column and names what does not fit. Lines hold
pseudonyms, ids, amounts and states; never names or free text.
"""
