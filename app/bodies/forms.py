"""Forms of bodies: labels and hints; the schemas decide."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, StringField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.bodies import schemas
from app.bodies.rules import KIND_LABELS
from app.shell.doors.forms import DayField, Form, WholeField


class ClockField(TimeField):
    """A time of the day, typed as 18:00; the schema decides."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else self.data or ""

    def shape(self) -> str | None:
        """Return the typed text."""
        return (self.raw_data[0] if self.raw_data else "").strip()[:5] or None


class ButtonForm(Form):
    """A form of one button."""

    schema = schemas.NothingShape


class BodyForm(Form):
    """A new body."""

    schema = schemas.NewBodyShape
    kind = SelectField(
        _("Art"),
        choices=[SelectChoice(kind.value, _(label)) for kind, label in KIND_LABELS.items()],
        validate_choice=False,
    )
    name = StringField(_("Name"), description=_("So heißt das Gremium in Einladungen und auf der öffentlichen Seite."))
    seats = WholeField(_("Sitze"), description=_("Die Sitze sind zuerst leer; danach laden Sie die Mitglieder ein."))


class MemberForm(Form):
    """Give a seat to somebody."""

    schema = schemas.MemberShape
    name = StringField(_("Name"))
    email = StringField(
        _("E-Mail-Adresse"), description=_("Wir schicken dorthin eine Einladung mit einem Link zum Anmelden.")
    )
    valid_from = DayField(_("Mitglied ab"))
    valid_to = DayField(_("Mitglied bis"), description=_("Leer lassen, wenn das Ende noch nicht feststeht."))


class LastDayForm(Form):
    """End a membership."""

    schema = schemas.LastDayShape
    last_day = DayField(_("Letzter Tag"), description=_("Ohne Angabe endet die Mitgliedschaft mit dem gestrigen Tag."))


class SessionForm(Form):
    """Plan a session."""

    schema = schemas.SessionShape
    fund_year_id = SelectField(_("Fondsjahr"), validate_choice=False)
    title = StringField(_("Bezeichnung"), description=_("Zum Beispiel: Sitzung im Mai"))
    held_on = DayField(_("Tag"))
    starts_at = ClockField(_("Beginn"), default="18:00")
    place = StringField(_("Ort"))
    application_ids = SelectMultipleField(
        _("Anträge auf der Tagesordnung"),
        description=_("Zur Auswahl stehen alle zugelassenen Anträge, die noch auf keiner Tagesordnung stehen."),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class AgendaForm(Form):
    """Put more applications on an agenda."""

    schema = schemas.AgendaShape
    application_ids = SelectMultipleField(
        _("Weitere Anträge auf die Tagesordnung setzen"),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
