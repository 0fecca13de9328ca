"""The chapters of the rule book: every parameter with its meaning, default and source (domain report, section 9)."""
