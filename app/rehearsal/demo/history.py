"""Two years of history: what the neighbourhood did before, each account long closed."""

from datetime import date

from app.rehearsal.demo.ideas import FOOD_REASON, Idea
from app.rehearsal.demo.plot import Plot, days

REPORT = "Die Aktion fand wie geplant statt. Viele Nachbarinnen und Nachbarn haben mitgemacht und geholfen."
WET_REPORT = "Wegen des Regens kamen weniger als erhofft, wer da war, blieb aber lange. Ein Teil der Kosten fiel weg."


def _idea(by: str, title: str, place: str, cents: int, *themes: str) -> Idea:
    return Idea(
        by,
        title,
        f"{title}: offen für alle, ohne Anmeldung, vorbereitet von Menschen aus der Nachbarschaft.",
        place,
        themes,
        (("materials", "Material und Miete", cents), ("food", "Obst und Getränke", 4_000)),
        reasons=FOOD_REASON,
    )


SPRING = (
    ("frauenfest", _idea("aylin", "Fest der Frauen", "Familienzentrum", 46_000, "contacts", "community")),
    ("putztag", _idea("uwe", "Kiezputz am Kanal", "Kanalufer", 22_000, "image", "climate")),
    ("drachen", _idea("dragan", "Drachen bauen und steigen lassen", "Stadtteilpark", 31_000, "contacts")),
)
SUMMER = (
    ("hofkino", _idea("leyla", "Kino im Hof", "Lindenhof", 58_000, "culture", "contacts")),
    ("bienen", _idea("ewa", "Ein Hotel für Wildbienen", "Schulgarten", 27_000, "climate")),
    ("skaten", _idea("jonas", "Skatekurs auf dem Platz", "Marktplatz", 64_000, "community")),
)


def add_year(plot: Plot, year: int) -> None:
    """Add one year that is over: two sessions, four actions that were funded, two that were not."""
    _add_half(plot, year, date(year, 2, 3), SPRING, f"{year}-fruehjahr")
    _add_half(plot, year, date(year, 5, 12), SUMMER, f"{year}-sommer")


def add_long_ago(plot: Plot, year: int) -> None:
    """Add one session of a year so long ago that what is personal in it was erased since."""
    _add_half(plot, year, date(year, 2, 3), SPRING, f"{year}-fruehjahr")


def _add_half(plot: Plot, year: int, begin: date, ideas: tuple[tuple[str, Idea], ...], session: str) -> None:
    handles = []
    for position, (name, idea) in enumerate(ideas):
        handle = f"{name}-{year}"
        handles.append(handle)
        plot.ideas[handle] = idea
        first = days(begin, 60 + 5 * position)
        plot.apply(handle, days(begin, position), (first, days(first, 1)), checked=days(begin, 4 + position))
    met = days(begin, 21)
    plot.meet(session, met, dict(zip(handles, ("yyyyyy", "yyyyna", "nynann"), strict=True)), absent="mila")
    full, wet, _rejected = handles
    for handle, percent, report in ((full, 100, REPORT), (wet, 55, WET_REPORT)):
        plot.agree_and_advance(handle, days(met, 4))
        plot.settle(handle, days(begin, 80), percent, report=report)
        plot.review(handle, days(begin, 88))
        plot.finalise(handle, days(begin, 90))
    plot.pay_balance(full, days(begin, 91))
    plot.close(full, days(begin, 96))
    plot.add(days(begin, 99), "repay_all", "katrin", application=wet)
    plot.close(wet, days(begin, 100))
