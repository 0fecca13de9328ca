"""Forms of the laboratory: labels and hints; the schemas decide."""

from collections.abc import Iterable
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, SelectField, SelectMultipleField, StringField

from app.laboratory import schemas
from app.laboratory.rules import OFFERED, TIE_LABELS, USUAL, TieChoice
from app.shell.doors.forms import Form
from app.shell.doors.shapes import Shape


class _TrialForm(Form):
    """What both ways in ask."""

    schema: ClassVar[type[Shape]] = schemas.TrialShape
    title = StringField(_("Titel"), description=_("Damit Sie die Auswertung wiederfinden."))
    rules = SelectMultipleField(
        _("Welche Regeln sollen verglichen werden?"),
        choices=lambda: [(name, gettext(rule.title)) for name, rule in OFFERED.items()],
        default=USUAL,
        validate_choice=False,
    )
    tie = SelectField(
        _("Was gilt bei Gleichstand?"),
        choices=lambda: [(str(choice), gettext(label)) for choice, label in TIE_LABELS.items()],
        default=TieChoice.NUMBER,
        validate_choice=False,
    )
    seed = StringField(
        _("Wort für das Los"),
        description=_(
            "Nur beim Los. Ein Wort, das vorher feststand, zum Beispiel die Lottozahlen vom Samstag. Damit kann jeder das "
            "Los noch einmal ziehen."
        ),
    )


class FileTrialForm(_TrialForm):
    """Upload an election."""

    schema: ClassVar[type[Shape]] = schemas.FileTrialFormShape
    file = FileField(
        _("Datei mit den Stimmen"),
        description=_("Eine PaBuLib-Datei (.pb), zum Beispiel von pabulib.org."),
        render_kw={"accept": ".pb,text/plain"},
    )
    area_id = SelectField(_("Gebiet"), validate_choice=False)

    def offer(self, areas: Iterable[Any]) -> None:
        """Offer the areas somebody works in."""
        self.area_id.choices = [(str(area.id), area.name) for area in areas]


class SessionTrialForm(_TrialForm):
    """Choose a session that is over."""

    schema: ClassVar[type[Shape]] = schemas.SessionTrialFormShape
    session_id = SelectField(_("Sitzung"), validate_choice=False)

    def offer(self, sessions: Iterable[tuple[str, str]]) -> None:
        """Offer sessions as (id, label)."""
        self.session_id.choices = list(sessions)


class RemoveForm(Form):
    """A form of one button."""

    schema: ClassVar[type[Shape]] = schemas.EmptyShape
