"""Rehearsals: whole cases played through the same commands as the web pages, with the clock set to each step's day.

A rehearsal file (TOML) shows a neighbourhood team what a rule book does to a real case; the demo fills an empty
database the same way.
"""
