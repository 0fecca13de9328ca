"""Migrations of the database, and the guards that live in it."""
