"""Bodies: who decides, who sits where, and when they meet.

What for: juries with numbered seats, sessions with an agenda, attendance that may change during the evening.

Words: body «Gremium», jury «Aktionsfondsjury», seat «Sitz», member «Mitglied», deputy «Stellvertretung», session
«Sitzung», agenda item «Tagesordnungspunkt», attendance «Anwesenheit».

Invariants:

- A seat has at most one holder on a day; staff of the office never hold one.
- A session uses the rule book version that was in force when it opened.
- Quorum is tested for each agenda item, not once for the evening.
"""
