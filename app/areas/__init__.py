"""Areas, «Gebiete, Träger»: the neighbourhoods of the programme and the carriers who run their offices.

An area outlives its carrier: a *carrier assignment* has dates, roles and open accounts stay with the area.
"""
