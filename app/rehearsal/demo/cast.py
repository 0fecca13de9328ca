"""The demo's cast: invented people, the roles they hold, the addresses they sign in with."""

from collections.abc import Mapping
from dataclasses import dataclass

PASSWORD = "musterkiez-demo"  # noqa: S105 - printed for everyone who tries the demo
DOMAIN = "musterkiez.example"
CARRIER = "Musterträger gGmbH"
CARRIER_IBAN = "DE75512108001245126199"
FORMER_CARRIER = "Vorgängerträger e. V."


@dataclass(frozen=True, slots=True)
class Player:
    """One of the cast: full name, role, and what they are there for in a few words."""

    name: str
    role: str
    part: str


CAST: Mapping[str, Player] = {
    "katrin": Player("Katrin Wiesner", "staff", "Quartiersbüro, prüft und stellt fest"),
    "emre": Player("Emre Demirtaş", "staff", "Quartiersbüro, ordnet an"),
    "joanna": Player("Joanna Malinowska", "staff", "Quartiersbüro, leitet Sitzungen"),
    "holger": Player("Holger Brandt", "district", "Bezirksamt, Zahlstelle"),
    "anneliese": Player("Anneliese Thoma", "auditor", "Prüfung, sieht alles, ändert nichts"),
    "renate": Player("Renate Kowalczyk", "chair", "Jury, leitet die Abstimmung"),
    "yusuf": Player("Yusuf Özkan", "juror", "Jury"),
    "lan": Player("Thi Lan Nguyen", "juror", "Jury"),
    "bernd": Player("Bernd Schuster", "juror", "Jury"),
    "fatou": Player("Fatou Diallo", "juror", "Jury"),
    "mila": Player("Mila Petrova", "juror", "Jury"),
    "karim": Player("Karim Haddad", "juror", "Jury"),
    "nadia": Player("Nadia Rahimi", "applicant", "stellt Anträge"),
    "uwe": Player("Uwe Lindner", "applicant", "stellt Anträge"),
    "aylin": Player("Aylin Karaca", "applicant", "stellt Anträge"),
    "paul": Player("Paul Okafor", "applicant", "stellt Anträge"),
    "sabine": Player("Sabine Hoppe", "applicant", "stellt Anträge"),
    "dragan": Player("Dragan Jovanović", "applicant", "stellt Anträge"),
    "leyla": Player("Leyla Mansour", "applicant", "stellt Anträge"),
    "jonas": Player("Jonas Freitag", "applicant", "stellt Anträge"),
    "ewa": Player("Ewa Zielińska", "applicant", "stellt Anträge"),
}
JURY = tuple(handle for handle, player in CAST.items() if player.role in {"chair", "juror"})
NEIGHBOURS: Mapping[str, Player] = {
    "martin": Player("Martin Behrendt", "staff", "Büro im Nachbarkiez, sieht nichts vom Musterkiez"),
}
SHOWN = ("katrin", "emre", "joanna", "holger", "anneliese", "renate", "yusuf", "nadia", "aylin", "jonas")

_PLAIN = str.maketrans({"ş": "s", "Ö": "o", "ö": "o", "ü": "u", "ć": "c", "ń": "n", " ": "."})


def email(player: Player) -> str:
    """Return the address a player signs in with."""
    return f"{player.name.translate(_PLAIN).lower()}@{DOMAIN}"
