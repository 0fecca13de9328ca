"""What people in the demo want to do: ideas with their costs, in the words of the people who had them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Line = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea: who had it, its title, what will happen, where, for which aims, and what it costs (cents)."""

    by: str
    title: str
    summary: str
    place: str
    themes: tuple[str, ...]
    lines: tuple[Line, ...]
    own_share: str = "Aufbau, Betreuung und Aufräumen machen wir ehrenamtlich."
    reasons: str = ""
    applicant_kind: str = "resident"

    def form(self) -> dict[str, Any]:
        """Return the idea as arguments of the verb ``submit``."""
        return {
            "title": self.title,
            "summary": self.summary,
            "place": self.place,
            "themes": self.themes,
            "own_share": self.own_share,
            "reasons": self.reasons,
            "applicant_kind": self.applicant_kind,
            "lines": tuple(
                {"category": category, "text": text, "amount_cents": cents} for category, text, cents in self.lines
            ),
        }


FOOD_REASON = "Gemeinsam essen bringt Menschen an einen Tisch, die sich sonst nur im Treppenhaus sehen."

IDEAS: Mapping[str, Idea] = {
    "lindenhof": Idea(
        "nadia",
        "Nachbarschaftsfest im Lindenhof",
        "Wir laden alle sechs Hausaufgänge zu einem Fest in den Hof ein: Pflanzaktion am Vormittag, danach Musik, "
        "Basteln mit Kindern und eine lange Tafel.",
        "Lindenhof, Innenhof der Häuser 4 bis 14",
        ("contacts", "climate"),
        (
            ("materials", "Pflanzen, Erde, Kübel", 42_000),
            ("materials", "Pavillon und Bänke, Miete", 24_000),
            ("fee", "Straßenmusik, zwei Stunden", 14_000),
            ("food", "Gemeinsames Kochen", 12_000),
            ("publicity", "Plakate und Handzettel", 8_000),
        ),
        reasons=FOOD_REASON,
    ),
    "flohmarkt": Idea(
        "uwe",
        "Fahrradflohmarkt und Codieraktion",
        "Gebrauchte Räder wechseln den Besitzer, wer mag, lässt sein Rad codieren. Eine Ecke zum Selberschrauben "
        "gibt es auch.",
        "Vorplatz am Nachbarschaftshaus",
        ("community", "self_help"),
        (("materials", "Werkzeug und Schläuche", 52_000), ("materials", "Tische und Schirme, Miete", 28_000)),
    ),
    "bewegung": Idea(
        "sabine",
        "Bewegung im Park für Ältere",
        "An sechs Vormittagen bewegen wir uns gemeinsam im Park, mit und ohne Rollator. Danach ist Zeit für ein "
        "Gespräch auf der Bank.",
        "Stadtteilpark, Wiese am Brunnen",
        ("community", "contacts"),
        (("fee", "Übungsleitung, sechs Termine", 36_000), ("materials", "Bälle, Bänder, Matten", 18_000)),
    ),
    "chor": Idea(
        "paul",
        "Kiezchor: Singen ohne Noten",
        "Acht offene Abende, alle Sprachen willkommen. Am Ende singen wir auf dem Platz für alle, die zuhören wollen.",
        "Gemeindesaal",
        ("culture", "contacts"),
        (("fee", "Chorleitung, acht Abende", 48_000), ("materials", "Liederhefte", 9_000)),
    ),
    "sprachcafe": Idea(
        "aylin",
        "Sprachcafé am Mittwoch",
        "Deutsch üben bei Tee und Kuchen, ohne Anmeldung. Wer schon länger hier lebt, hilft denen, die neu sind.",
        "Familienzentrum, Raum 2",
        ("community", "contacts"),
        (("materials", "Bücher und Spiele", 24_000), ("food", "Tee und Kuchen", 12_000)),
        reasons=FOOD_REASON,
    ),
    "hochbeete": Idea(
        "dragan",
        "Hochbeete an der Schule",
        "Mit Kindern der vierten Klassen bauen wir fünf Hochbeete und pflegen sie durch das Jahr.",
        "Schulhof der Grundschule",
        ("climate", "self_help"),
        (("materials", "Holz und Erde", 54_000), ("materials", "Kräuter und Setzlinge", 13_000)),
        applicant_kind="initiative",
    ),
    "erzaehlcafe": Idea(
        "leyla",
        "Erzählcafé: Ankommen im Kiez",
        "Menschen erzählen, wie sie hierher kamen: aus Anatolien, aus Thüringen, aus Syrien. Eine Ausstellung hält "
        "die Geschichten fest.",
        "Stadtteilbibliothek",
        ("culture", "contacts"),
        (("materials", "Druck der Ausstellung", 21_000), ("food", "Kaffee und Gebäck", 9_000)),
        reasons=FOOD_REASON,
    ),
    "durchgang": Idea(
        "jonas",
        "Ein Wandbild für den Durchgang",
        "Jugendliche entwerfen ein Wandbild für den dunklen Durchgang und malen es an zwei Wochenenden.",
        "Durchgang zwischen Markt und Siedlung",
        ("image", "culture"),
        (("materials", "Farben, Gerüst, Abdeckung", 58_000), ("fee", "Künstlerische Anleitung", 24_000)),
    ),
    "spiele": Idea(
        "ewa",
        "Spielenachmittag für drei Generationen",
        "Großeltern, Eltern und Kinder spielen zusammen, draußen und drinnen.",
        "Nachbarschaftshaus, großer Saal",
        ("contacts",),
        (("purchase", "Großspiele", 32_000), ("food", "Obst und Getränke", 8_000), ("publicity", "Handzettel", 5_000)),
        reasons=FOOD_REASON,
    ),
    "trommeln": Idea(
        "paul",
        "Trommeln auf dem Markt",
        "Vier Trommelstunden für alle, danach ein Umzug über den Markt.",
        "Marktplatz",
        ("culture", "image"),
        (("fee", "Leitung", 28_000), ("materials", "Leihtrommeln", 12_000)),
    ),
    "feuershow": Idea(
        "jonas",
        "Feuershow zum Sommerende",
        "Eine professionelle Feuershow als Abschluss des Sommers.",
        "Marktplatz",
        ("image",),
        (("fee", "Künstlergruppe", 120_000),),
        own_share="Absperrung und Ordnerdienst.",
    ),
    "tauschkeller": Idea(
        "uwe",
        "Tauschregal im Keller",
        "Ein Regal für Dinge, die andere brauchen können, mit fester Öffnungszeit am Samstag.",
        "Keller Haus 9",
        ("self_help", "climate"),
        (("materials", "Regale und Kisten", 26_000),),
    ),
    "reparieren": Idea(
        "dragan",
        "Repair-Café: Reparieren statt wegwerfen",
        "Zwei Samstage mit Lötkolben, Nähmaschine und Geduld. Wer etwas Kaputtes bringt, repariert selbst mit.",
        "Werkraum im Nachbarschaftshaus",
        ("climate", "self_help"),
        (("materials", "Ersatzteile und Werkzeug", 38_000), ("publicity", "Plakate", 7_000)),
    ),
    "theater": Idea(
        "leyla",
        "Theater im Treppenhaus",
        "Fünf kurze Stücke in fünf Treppenhäusern, gespielt von Nachbarinnen und Nachbarn.",
        "Siedlung, Häuser 1 bis 9",
        ("culture", "contacts"),
        (("fee", "Regie", 40_000), ("materials", "Kostüme und Licht", 42_000)),
    ),
    "kochen": Idea(
        "aylin",
        "Kochen über Grenzen",
        "An drei Abenden kochen wir Gerichte aus drei Ländern und schreiben ein kleines Heft mit Rezepten.",
        "Küche im Familienzentrum",
        ("contacts",),
        (("food", "Zutaten für drei Abende", 26_000), ("publicity", "Druck des Rezepthefts", 9_000)),
        reasons=FOOD_REASON,
    ),
    "lesepaten": Idea(
        "sabine",
        "Vorlesen im Wartezimmer",
        "Freiwillige lesen Kindern in den Wartezimmern zweier Praxen vor.",
        "Kinderarztpraxen im Quartier",
        ("community",),
        (("materials", "Bücher in zehn Sprachen", 48_000),),
    ),
    "lichter": Idea(
        "nadia",
        "Lichterweg durch die Siedlung",
        "Kinder basteln Laternen, und wir gehen gemeinsam einen Weg mit Musik und Geschichten.",
        "Vom Marktplatz zum Lindenhof",
        ("contacts", "image"),
        (("materials", "Bastelmaterial und Lampen", 46_000), ("fee", "Musikgruppe", 24_000)),
    ),
    "mosaik": Idea(
        "ewa",
        "Mosaikbank am Brunnen",
        "Eine alte Bank bekommt mit vielen Händen ein neues Gesicht aus Mosaiksteinen.",
        "Stadtteilpark, Brunnen",
        ("image", "self_help"),
        (("materials", "Fliesen, Kleber, Fugenmasse", 44_000), ("fee", "Anleitung", 20_000)),
    ),
    "schwimmen": Idea(
        "aylin",
        "Frauen lernen schwimmen",
        "Zehn Plätze für Frauen, die nie schwimmen gelernt haben, mit einer Trainerin und in Ruhe.",
        "Stadtbad",
        ("community", "self_help"),
        (("fee", "Trainerin, acht Termine", 56_000), ("materials", "Eintritt und Bretter", 20_000)),
    ),
    "musikwerkstatt": Idea(
        "paul",
        "Musikwerkstatt für Jugendliche",
        "Beats bauen, Texte schreiben, aufnehmen: fünf Nachmittage im Jugendclub.",
        "Jugendclub am Kanal",
        ("culture", "community"),
        (("fee", "Anleitung", 45_000), ("materials", "Mikrofone und Kabel, Miete", 32_000)),
        applicant_kind="institution",
    ),
    "gesundheit": Idea(
        "leyla",
        "Gesundheitsspaziergänge",
        "Jede Woche ein Spaziergang mit einer Ärztin, bei dem man fragen darf, was man sich sonst nicht traut.",
        "Treffpunkt Marktplatz",
        ("community", "contacts"),
        (("fee", "Begleitung, acht Termine", 32_000), ("publicity", "Handzettel in fünf Sprachen", 8_000)),
    ),
    "stolpersteine": Idea(
        "sabine",
        "Putzen und erinnern: Stolpersteine im Kiez",
        "Mit Schulklassen putzen wir die Stolpersteine und lesen aus Lebensgeschichten.",
        "Rundgang durch das Quartier",
        ("culture", "image"),
        (("materials", "Putzmittel, Kerzen, Blumen", 12_000), ("publicity", "Heft mit Lebensgeschichten", 22_000)),
    ),
    "zirkus": Idea(
        "dragan",
        "Kinderzirkus in den Ferien",
        "Eine Ferienwoche mit Jonglage, Akrobatik und einer Vorstellung für die Nachbarschaft.",
        "Wiese hinter der Turnhalle",
        ("community", "culture"),
        (("fee", "Zirkuspädagogik", 72_000), ("materials", "Leihgeräte", 24_000)),
        applicant_kind="association",
    ),
    "handykurs": Idea(
        "uwe",
        "Das Handy verstehen",
        "Jugendliche erklären Älteren ihr Telefon: Fotos, Fahrplan, Videoanruf.",
        "Stadtteilbibliothek",
        ("contacts", "self_help"),
        (("materials", "Beamer, Miete", 12_000), ("food", "Kaffee", 4_000)),
    ),
    "ausflug": Idea(
        "jonas",
        "Ausflug in den Kletterwald",
        "Ein Tag im Kletterwald mit der Fußballmannschaft.",
        "außerhalb Berlins",
        ("community",),
        (("other", "Eintritt", 42_000),),
    ),
    "lichterfahrt": Idea(
        "ewa",
        "Busfahrt zu den Lichtern der Stadt",
        "Eine Abendfahrt durch die beleuchtete Stadt.",
        "Rundfahrt",
        ("contacts",),
        (("other", "Busmiete", 68_000),),
    ),
    "tanztee": Idea(
        "sabine",
        "Tanztee am Sonntag",
        "Einmal im Monat Musik von früher zum Tanzen.",
        "Nachbarschaftshaus, großer Saal",
        ("contacts", "culture"),
        (("fee", "Musik", 30_000),),
    ),
    "baumpaten": Idea(
        "nadia",
        "Baumpaten für die Hauptstraße",
        "Zwölf Baumscheiben bepflanzen und gießen, mit Schildern, wer sich kümmert.",
        "Hauptstraße, ungerade Seite",
        ("climate", "image"),
        (("materials", "Stauden, Erde, Schilder", 39_000),),
    ),
    "nachtwanderung": Idea(
        "jonas",
        "Nachtwanderung für Kinder",
        "Mit Taschenlampen durch den Park, mit Geschichten von Fledermäusen.",
        "Stadtteilpark",
        ("community", "climate"),
        (("materials", "Taschenlampen", 15_000),),
    ),
}
