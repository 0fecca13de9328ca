"""Forms of applications: labels and hints; the schemas decide."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import (
    Form as PlainForm,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.proposals import schemas
from app.proposals.rules import CATEGORIES, REJECTION_REASONS, THEMES
from app.shell.doors.forms import DayField, Form, MoneyField
from app.shell.doors.shapes import Shape
from app.shell.files.kinds import accepted

KIND_LABELS = {
    "resident": _("Bewohnerin oder Bewohner"),
    "initiative": _("Initiative oder Nachbarschaftsgruppe"),
    "association": _("Verein"),
    "institution": _("Einrichtung, zum Beispiel Schule oder Kita"),
}
TASK_LABELS = {
    "costs": _("Alle Kosten sind förderfähig"),
    "lead_time": _("Die Frist vor der Aktion ist eingehalten"),
    "double_funding": _("Keine doppelte Förderung"),
    "own_share": _("Eigener Beitrag ist beschrieben"),
    "publicity": _("Öffentlichkeitsarbeit ist besprochen"),
    "area": _("Die Aktion findet im Quartier statt"),
}
RESULT_LABELS = {
    "ok": _("Zulassen: Der Antrag ist förderfähig und kommt vor die Jury"),
    "query": _("Nachfragen: Es fehlt noch etwas"),
    "reject": _("Ablehnen: Der Antrag ist nicht förderfähig"),
}


def _whole_or_typed(value: Any) -> Any:
    return int(value) if str(value).isdigit() else value


def offered(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the choices of a table of codes and sentences, translated when they are shown."""
    return [SelectChoice(str(code), _(label) if isinstance(label, str) else label) for code, label in labels.items()]


def one_of(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    """Return the same with an empty choice first."""
    return [SelectChoice("", _("Bitte wählen")), *offered(labels)]


class CallField(HiddenField):
    """The call an application answers, if any; ``shape`` gives None for none."""

    def shape(self) -> str | None:
        """Return the id as it was sent."""
        return str(self.data) if self.data else None


class EmptyForm(Form):
    """A form of one button."""

    schema: ClassVar = Shape


class LineForm(PlainForm):
    """One cost line."""

    category = SelectField(_("Art"), choices=lambda: one_of(CATEGORIES), validate_choice=False)
    text = StringField(_("Wofür?"))
    amount_cents = MoneyField(_("Betrag"))


class WhoForm(Form):
    """Step 1."""

    schema: ClassVar = schemas.WhoShape
    applicant_name = StringField(_("Ihr Name"), description=_("Nur das Büro und die Jury sehen Ihren Namen."))
    applicant_email = StringField(_("E-Mail-Adresse"), description=_("Hierhin schreiben wir Ihnen."))
    applicant_phone = StringField(_("Telefon"))
    applicant_kind = RadioField(
        _("Sie stellen den Antrag als"), choices=lambda: offered(KIND_LABELS), validate_choice=False
    )
    organisation = StringField(_("Name der Gruppe oder Einrichtung"))


class IdeaForm(Form):
    """Step 2."""

    schema: ClassVar = schemas.IdeaShape
    title = StringField(_("Wie heißt Ihre Aktion?"), description=_("Der Titel wird veröffentlicht."))
    summary = TextAreaField(_("Was haben Sie vor, und wer hat etwas davon?"))
    place = StringField(_("Wo findet sie statt?"))
    action_from = DayField(_("Erster Tag"))
    action_to = DayField(_("Letzter Tag"))
    themes = SelectMultipleField(
        _("Worum geht es?"),
        choices=lambda: offered(THEMES),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    own_share = TextAreaField(
        _("Was tragen Sie selbst bei?"), description=_("Zum Beispiel Aufbau, Betreuung, Räume. Es muss kein Geld sein.")
    )


class CostsForm(Form):
    """Step 3."""

    schema: ClassVar = schemas.CostsShape
    lines = FieldList(FormField(LineForm), min_entries=1, label=_("Kosten"))
    reasons = TextAreaField(_("Warum sind diese Kosten nötig?"), description=_("Wichtig bei Honorar und Essen."))
    own_funds_cents = MoneyField(
        _("Eigenes Geld"), description=_("Wenn Sie selbst etwas dazugeben. Sonst lassen Sie das Feld leer.")
    )
    other_funding = TextAreaField(
        _("Gibt es noch anderes Geld für die Aktion?"),
        description=_("Zum Beispiel von einer Stiftung oder vom Bezirk. Doppelt bezahlt wird nichts."),
    )


class SendForm(Form):
    """Step 4."""

    schema: ClassVar = schemas.ApplicationSendShape
    is_privacy_accepted = BooleanField(_("Ich habe die Hinweise zum Datenschutz gelesen."))
    version = HiddenField()


class CorrectionForm(SendForm):
    """Step 4 of a correction."""

    schema: ClassVar = schemas.CorrectionSendShape
    answer = TextAreaField(_("Ihre Antwort an das Büro"), description=_("Was haben Sie geändert? Ein Satz genügt."))


class StartForm(Form):
    """Which fund year and call an application is for."""

    schema: ClassVar = schemas.ApplicationStartShape
    fund_year_id = RadioField(_("Gebiet und Fonds"), validate_choice=False)
    call_id = CallField()


class OnBehalfForm(Form):
    """Whose paper form is entered."""

    schema: ClassVar = schemas.OnBehalfShape
    fund_year_id = RadioField(_("Gebiet und Fonds"), validate_choice=False)
    call_id = CallField()
    applicant_name = StringField(_("Name der Person"))
    applicant_email = StringField(_("E-Mail-Adresse, wenn es eine gibt"))


class CheckForm(Form):
    """The office's check."""

    schema: ClassVar = schemas.EligibilityShape
    tasks = SelectMultipleField(
        _("Geprüft"),
        choices=lambda: offered(TASK_LABELS),
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    result = RadioField(_("Ergebnis"), choices=lambda: offered(RESULT_LABELS), validate_choice=False)
    reason_code = SelectField(
        _("Grund, wenn Sie ablehnen"),
        choices=lambda: one_of(REJECTION_REASONS),
        validate_choice=False,
    )
    eligible_lines = SelectMultipleField(
        _("Förderfähige Kosten"),
        description=_("Nehmen Sie den Haken weg, wenn ein Posten nicht gefördert werden kann."),
        coerce=_whole_or_typed,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    message = TextAreaField(
        _("Nachricht an die antragstellende Person"),
        description=_("Bei einer Rückfrage: Ihre Frage in einfachen Worten. Sie geht auch per E-Mail hinaus."),
    )
    note = TextAreaField(
        _("Prüfvermerk"),
        description=_("Was haben Sie geprüft, mit welchem Ergebnis? Der Vermerk bleibt bei den Akten."),
    )
    version = HiddenField()


class AnswerForm(Form):
    """An answer to the office."""

    schema: ClassVar = schemas.AnswerTextShape
    text = TextAreaField(_("Ihre Antwort"))


class AttachmentForm(Form):
    """A file."""

    schema: ClassVar = schemas.AttachmentShape
    file = FileField(_("Foto oder PDF"), render_kw={"accept": accepted("image", "pdf")})
    label = StringField(_("Was ist das?"))


STEPS = {1: WhoForm, 2: IdeaForm, 3: CostsForm, 4: SendForm}
