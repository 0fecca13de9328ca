"""The demo's participatory budget: an invented election of a larger neighbourhood, for the laboratory.

Three groups of voters want different things and the largest alone could spend everything by counting votes; what the rules make of
it differs. The ballots follow from the figures below and a count through them, without chance.
"""

import io
from itertools import combinations

from werkzeug.datastructures import FileStorage

BUDGET = 60_000
PROJECTS = {
    "1": ("Spielplatz am Anger", 21_000, "Kinder", "familien"),
    "2": ("Rutsche im Freibad", 18_000, "Kinder", "familien"),
    "3": ("Ferienwerkstatt", 9_500, "Kinder", "familien"),
    "4": ("Trinkbrunnen an der Schule", 8_000, "Kinder", "familien"),
    "5": ("Bänke im Park", 6_000, "Grün", "ruhe"),
    "6": ("Blühstreifen", 4_500, "Grün", "ruhe"),
    "7": ("Obstbäume", 7_500, "Grün", "ruhe"),
    "8": ("Regentonnen für Höfe", 3_500, "Grün", "ruhe"),
    "9": ("Fahrradbügel", 5_500, "Wege", "wege"),
    "10": ("Beleuchteter Fußweg", 16_000, "Wege", "wege"),
    "11": ("Abgesenkte Bordsteine", 12_000, "Wege", "wege"),
    "12": ("Reparaturstation", 2_500, "Wege", "wege"),
}
VOTERS = {"familien": 268, "ruhe": 171, "wege": 97}
MOST_CHOICES = 4


def election_file() -> FileStorage:
    """Return the election as a PaBuLib file; each voter names two to four projects, some one of another group."""
    ballots = [",".join(names) for group, number in VOTERS.items() for names in _ballots(group, number)]
    lines = [
        "META",
        "key;value",
        "description;Bürgerhaushalt Musterstadt",
        "country;Germany",
        "unit;Musterstadt",
        "currency;EUR",
        f"num_projects;{len(PROJECTS)}",
        f"num_votes;{len(ballots)}",
        f"budget;{BUDGET}",
        "vote_type;approval",
        "PROJECTS",
        "project_id;cost;name;category",
        *(f"{number};{cost};{name};{theme}" for number, (name, cost, theme, _group) in PROJECTS.items()),
        "VOTES",
        "voter_id;vote",
        *(f"{number};{vote}" for number, vote in enumerate(ballots, start=1)),
    ]
    data = ("\n".join(lines) + "\n").encode()
    return FileStorage(io.BytesIO(data), filename="buergerhaushalt-musterstadt.pb")


def _ballots(group: str, number: int) -> list[tuple[str, ...]]:
    own = [name for name, (_name, _cost, _theme, of) in PROJECTS.items() if of == group]
    others = [name for name in PROJECTS if name not in own]
    kinds = [names for size in range(2, MOST_CHOICES) for names in combinations(own, size)]
    return [
        (*kinds[at % len(kinds)], others[at * 7 % len(others)]) if at % 3 == 0 else kinds[at % len(kinds)]
        for at in range(number)
    ]
