"""The present of the demo: an application in every state it can be in, counted in days from today."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.core.clock import berlin_date
from app.rehearsal.demo.ideas import Idea
from app.rehearsal.demo.plot import Plot, days

THANKS = "Es war ein schöner Tag. Viele haben geholfen, und einige haben sich zum ersten Mal gesprochen."
AND_SHORTER = "Einen Teil konnten wir leihen, deshalb wurde es günstiger als geplant."
CONDITION = "Das Straßen- und Grünflächenamt erlaubt, die Fläche zu bemalen."
QUERY = "Bitte schreiben Sie uns, wer die Jugendlichen anleitet und ob die Bibliothek zugesagt hat."


WAITING_IDEAS: Mapping[str, Idea] = {
    "bolzplatz": Idea(
        "leyla",
        "Neue Linien für den Bolzplatz",
        "Mit den Jugendlichen malen wir Linien, Tore und ein großes Wandbild auf den Bolzplatz.",
        "Bolzplatz hinter der Kita",
        ("community", "image"),
        (("materials", "Farbe, Rollen, Schablonen", 26_000), ("other", "Leiter, Miete", 4_000)),
    ),
    "fahrrad": Idea(
        "dragan",
        "Fahrradtour zu den Nachbarkiezen",
        "Drei geführte Touren für Menschen, die lange nicht mehr auf dem Rad saßen.",
        "Start am Marktplatz",
        ("contacts", "climate"),
        (("other", "Leihräder", 30_000),),
    ),
}


def add_present(plot: Plot) -> None:
    """Add everything that is under way."""
    plot.ideas.update(WAITING_IDEAS)
    _early(plot)
    _middle(plot)
    _late(plot)
    _office(plot)


def _early(plot: Plot) -> None:
    """Add a session two hundred days ago: two accounts closed, one just final, one repayment late."""
    today = plot.today
    plot.batch(
        days(today, -215),
        {"lindenhof": (-165, -165), "flohmarkt": (-60, -60), "bewegung": (-112, -105), "chor": (-158, -150)},
    )
    plot.meet(
        "fruehling",
        days(today, -200),
        {"lindenhof": "yyyyyay", "flohmarkt": "yyyyyyy", "bewegung": "yyyynay", "chor": "yyyyyyn"},
    )
    for handle in ("lindenhof", "flohmarkt", "bewegung", "chor"):
        plot.agree_and_advance(handle, days(today, -192))
    plot.settle("lindenhof", days(today, -145), 98, report=THANKS, photos=3)
    plot.review(
        "lindenhof",
        days(today, -140),
        {1: ((2_500, "NOT_PURPOSE"),), 4: ((1_960, "ALCOHOL"), (300, "REFUNDABLE_DEPOSIT"))},
    )
    plot.finalise("lindenhof", days(today, -139))
    plot.pay_balance("lindenhof", days(today, -137))
    plot.close("lindenhof", days(today, -130))
    plot.settle("chor", days(today, -135), 100, report=THANKS)
    plot.review("chor", days(today, -128))
    plot.finalise("chor", days(today, -127))
    plot.pay_balance("chor", days(today, -126))
    plot.close("chor", days(today, -120))
    plot.settle("flohmarkt", days(today, -40), 70, report=AND_SHORTER)
    plot.review("flohmarkt", days(today, -14))
    plot.finalise("flohmarkt", days(today, -12))
    plot.settle("bewegung", days(today, -84), 40, report=AND_SHORTER)
    plot.review("bewegung", days(today, -62))
    plot.finalise("bewegung", days(today, -60))


def _middle(plot: Plot) -> None:
    """Add a session four months ago, whose accounts are with the office now."""
    today = plot.today
    week = (-46, -42)
    plot.batch(
        days(today, -134),
        {
            "sprachcafe": week,
            "hochbeete": week,
            "erzaehlcafe": week,
            "durchgang": (-48, -40),
            "spiele": (-44, -44),
            "trommeln": (-86, -80),
            "feuershow": week,
            "tauschkeller": week,
            "fahrrad": (-86, -84),
        },
    )
    plot.meet(
        "sommer",
        days(today, -120),
        {
            "sprachcafe": "yyyyyy",
            "hochbeete": "yyyyyy",
            "erzaehlcafe": "yyyyya",
            "durchgang": "yyyyna",
            "spiele": "yyyyyy",
            "trommeln": "yyyyyn",
            "feuershow": "nynnna",
            "tauschkeller": "yyyyay",
            "fahrrad": "yyyyyn",
        },
        absent="karim",
    )
    settled = {"sprachcafe": -14, "hochbeete": -16, "erzaehlcafe": -18, "durchgang": -20, "spiele": -22}
    for handle in (*settled, "trommeln"):
        plot.agree_and_advance(handle, days(today, -112))
    plot.add(days(today, -112), "agree", "emre", application="tauschkeller")
    plot.add(days(today, -112), "agree", "emre", application="fahrrad")
    plot.add(days(today, -18), "revoke", "emre", application="fahrrad")
    plot.add(days(today, -70), "cancel", "uwe", application="tauschkeller", reason="Der Keller wird saniert.")
    for handle, on in settled.items():
        percent = 45 if handle == "spiele" else 100
        plot.settle(handle, days(today, on), percent, report=AND_SHORTER if handle == "spiele" else THANKS)
    plot.add(
        days(today, -3),
        "ask",
        "katrin",
        application="hochbeete",
        receipt=2,
        text="Auf dem Bild ist das Datum nicht zu lesen. Haben Sie den Bon noch?",
    )
    plot.review("erzaehlcafe", days(today, -5))
    plot.add(days(today, -4), "certify", "katrin", application="erzaehlcafe")
    plot.review("durchgang", days(today, -8), {1: ((1_200, "TIP"),)})
    plot.finalise("durchgang", days(today, -6))
    plot.review("spiele", days(today, -11))
    plot.finalise("spiele", days(today, -10))


def _late(plot: Plot) -> None:
    """Add the last two sessions: actions that run, agreements and answers that are waited for."""
    today = plot.today
    plot.batch(
        days(today, -60), {"reparieren": (-12, -11), "theater": (-6, 20), "kochen": (12, 14), "lesepaten": (-8, 22)}
    )
    plot.meet(
        "herbst",
        days(today, -45),
        {
            "reparieren": "yyyyyy",
            "theater": "yyyyna",
            "kochen": "yyyyyn",
            "lesepaten": {"ballots": "yyyyyy", "award_cents": 30_000},
        },
        absent="bernd",
    )
    plot.add(days(today, -40), "decline", "sabine", application="lesepaten")
    for handle in ("reparieren", "theater"):
        plot.agree_and_advance(handle, days(today, -38))
    plot.add(days(today, -36), "agree", "emre", application="kochen")
    plot.add(
        days(today, -2),
        "pay",
        "aylin",
        application="kochen",
        kind="advance",
        certified_by="katrin",
        ordered_by="emre",
        ordered_only=True,
    )
    plot.batch(days(today, -25), {"lichter": (25, 25), "mosaik": (26, 30), "bolzplatz": (27, 28)})
    plot.meet(
        "zuletzt",
        days(today, -7),
        {
            "lichter": {"ballots": "yyyyyyn", "award_cents": 60_000},
            "mosaik": "yyyyyyy",
            "bolzplatz": {"ballots": "yyyyyay", "condition": CONDITION},
        },
    )
    plot.add(days(today, -3), "draw", "emre", application="mosaik")
    plot.add(days(today, -1), "count_again", "emre", session="zuletzt")


def _office(plot: Plot) -> None:
    """Add what lies on the desk: drafts, fresh applications, queries, and the sessions to come."""
    today = plot.today
    plot.batch(days(today, -18), {"schwimmen": (40, 44), "musikwerkstatt": (40, 44)})
    plot.apply("gesundheit", days(today, -14), (days(today, 32), days(today, 38)), checked=days(today, -11))
    plot.apply("baumpaten", days(today, -8), (days(today, 38), days(today, 40)), checked=days(today, -4))
    plot.apply("handykurs", days(today, -5), (days(today, 41), days(today, 42)))
    plot.add(days(today, -2), "check", "katrin", application="handykurs", result="query", reason=QUERY)
    plot.apply("lichterfahrt", days(today, -47), (days(today, 3), days(today, 3)))
    plot.add(
        days(today, -44), "check", "katrin", application="lichterfahrt", result="query", reason="Wer darf mitfahren?"
    )
    plot.apply("ausflug", days(today, -17), (days(today, 28), days(today, 28)))
    plot.add(days(today, -15), "check", "katrin", application="ausflug", result="reject", reason="OUTSIDE_AREA")
    plot.apply("tanztee", days(today, -12), (days(today, 33), days(today, 34)))
    plot.add(days(today, -9), "withdraw", "sabine", application="tanztee")
    plot.apply("zirkus", days(today, -3), (days(today, 46), days(today, 50)))
    plot.apply("stolpersteine", days(today, -1), (days(today, 44), days(today, 45)))


def add_today(plot: Plot, now_minus: Callable[[int], datetime]) -> None:
    """Add what happens right now: a session is open and a vote under way; another is planned. ``now_minus`` counts minutes."""
    opened = now_minus(40)
    plot.add(
        now_minus(60 * 24 * 8),
        "plan",
        "joanna",
        session="heute",
        applications=("schwimmen", "musikwerkstatt"),
        held_on=berlin_date(opened),
    )
    plot.add(opened, "open", "joanna", session="heute")
    plot.add(
        now_minus(35), "attend", "joanna", session="heute", present=("renate", "yusuf", "lan", "bernd", "fatou", "mila")
    )
    plot.add(now_minus(30), "declare", "mila", application="musikwerkstatt", member="mila", conflict="board")
    plot.add(now_minus(20), "begin_vote", "joanna", application="schwimmen", ballots={"yusuf": "yes", "lan": "yes"})
    plot.add(
        now_minus(60 * 24),
        "plan",
        "joanna",
        session="naechste",
        applications=("gesundheit",),
        held_on=days(plot.today, 12),
    )
    plot.add(now_minus(60 * 20), "draft", "jonas", application="nachtwanderung")
