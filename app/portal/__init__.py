"""The portal: what the public sees of areas, calls, decisions and money. Reads everything, changes nothing.

Natural persons never appear by name, organisations do.
"""
