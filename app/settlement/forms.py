"""Forms of settlement: labels and hints; the schemas decide."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms import Form as WtForm
from wtforms.fields.choices import SelectChoice

from app.proposals.rules import CATEGORIES
from app.settlement import schemas
from app.settlement.rules import CUT_REASONS, CutReason
from app.shell.doors.forms import DayField, Form, MoneyField, WholeField
from app.shell.doors.shapes import Shape
from app.shell.files.kinds import accepted

PROOF = accepted("image", "pdf")


def categories() -> list[SelectChoice]:
    """Return the kinds of cost to choose from, in the reader's language."""
    return [SelectChoice(str(code), gettext(label)) for code, label in CATEGORIES.items()]


class EmptyForm(Form):
    """A form of one button."""

    schema: ClassVar[type[Shape]] = schemas.EmptyShape


class ReceiptEntryForm(Form):
    """A new receipt, the picture first: that is what a phone is good at."""

    schema: ClassVar[type[Shape]] = schemas.ReceiptEntryShape
    file = FileField(
        _("Bild oder PDF vom Beleg"),
        description=_("Der ganze Beleg soll gut lesbar sein: Datum, Betrag und Name des Geschäfts."),
        render_kw={"accept": PROOF},
    )
    amount_cents = MoneyField(_("Betrag"), description=_("Der Gesamtbetrag auf dem Beleg, zum Beispiel 312,80."))
    issued_on = DayField(_("Datum auf dem Beleg"))
    payee = StringField(_("An wen haben Sie bezahlt?"), description=_("Zum Beispiel der Name des Geschäfts."))
    category = SelectField(_("Kostenart"), choices=categories, validate_choice=False)
    purpose = StringField(_("Wofür?"), description=_("In wenigen Worten, zum Beispiel: Erde und Kübel."))


class ReceiptForm(ReceiptEntryForm):
    """A receipt that is corrected."""

    schema: ClassVar[type[Shape]] = schemas.ReceiptFormShape
    version = HiddenField()


class ReportForm(Form):
    """The short report."""

    schema: ClassVar[type[Shape]] = schemas.ReportShape
    report = TextAreaField(
        _("Was haben Sie gemacht, und wie war es?"),
        description=_("Ein paar Sätze genügen: Was ist gelungen? Was war anders als geplant?"),
    )
    participants = WholeField(_("Wie viele Menschen waren ungefähr dabei?"), description=_("Namen brauchen wir nicht."))


class PhotoForm(Form):
    """A photo of the action."""

    schema: ClassVar[type[Shape]] = schemas.PhotoShape
    file = FileField(
        _("Foto"),
        description=_("Bitte nur Fotos, auf denen alle Gezeigten einverstanden sind."),
        render_kw={"accept": accepted("image")},
    )
    caption = StringField(_("Was ist zu sehen?"))


class CutRow(WtForm):
    """One cut: how much, and why."""

    amount_cents = MoneyField(_("Nicht anerkannt"))
    reason = SelectField(_("Grund"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the reasons in the reader's language."""
        super().__init__(*args, **kwargs)
        self.reason.choices = [
            SelectChoice("", gettext("Bitte wählen")),
            *(SelectChoice(reason.value, gettext(CUT_REASONS[reason][0])) for reason in CutReason),
        ]


class RecognitionForm(Form):
    """What of a receipt is not recognised."""

    schema: ClassVar[type[Shape]] = schemas.RecognitionFormShape
    cuts = FieldList(FormField(CutRow), label=_("Kürzungen"), min_entries=3, max_entries=schemas.CUTS_MAX)
    note = TextAreaField(_("Erläuterung"), description=_("Liest auch, wer den Beleg eingereicht hat."))
    version = HiddenField()


class QuestionForm(Form):
    """A question about a receipt."""

    schema: ClassVar[type[Shape]] = schemas.ReceiptQuestionShape
    text = TextAreaField(_("Ihre Frage"), description=_("In einfachen Worten. Die Frage geht auch per E-Mail hinaus."))


class AnswerForm(Form):
    """The answer, perhaps with a better picture."""

    schema: ClassVar[type[Shape]] = schemas.ReceiptAnswerShape
    text = TextAreaField(_("Ihre Antwort"))
    file = FileField(
        _("Neues Bild vom Beleg"),
        description=_("Nur, wenn das alte nicht gut zu lesen war."),
        render_kw={"accept": PROOF},
    )


class CertificationForm(Form):
    """The check note."""

    schema: ClassVar[type[Shape]] = schemas.CertificationShape
    note = TextAreaField(
        _("Prüfvermerk"), description=_("Was haben Sie geprüft, was fiel auf? Der Vermerk bleibt bei den Akten.")
    )


class RepaymentForm(Form):
    """Money that came back."""

    schema: ClassVar[type[Shape]] = schemas.RepaymentShape
    amount_cents = MoneyField(_("Eingegangener Betrag"))
    received_on = DayField(_("Eingegangen am"))


class CancellationForm(Form):
    """Why an action is called off."""

    schema: ClassVar[type[Shape]] = schemas.CallOffShape
    reason = TextAreaField(_("Grund"))


class PersonForm(Form):
    """Find somebody who asked to be erased."""

    schema = schemas.PersonShape
    email = StringField(_("E-Mail-Adresse der Person"), description=_("Die Adresse, mit der sie sich anmeldet."))


class ErasureForm(Form):
    """Somebody is erased for good."""

    schema = schemas.ErasureShape
    is_confirmed = BooleanField(_("Ja, alles Persönliche soll gelöscht werden."))
