"""The desk, «Schreibtisch»: what signed-in people see across all slices. Reads everything, changes nothing.

Homes by role, the page of one application («Vorgang») with what is asked of its reader now, the audit log of an area.
"""
