"""Forms of payments: labels and hints; the schemas decide."""

from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField

from app.disbursement import schemas
from app.shell.doors.forms import DayField, Form
from app.shell.doors.shapes import Shape


class SeenField(HiddenField):
    """The amount a page showed, sent back as whole cents."""

    def shape(self) -> int | None:
        """Return the cents."""
        return int(self.data) if str(self.data or "").isdigit() else None


class EmptyForm(Form):
    """A form of one button."""

    schema: ClassVar[type[Shape]] = Shape


class AccountForm(Form):
    """Where the money goes."""

    schema: ClassVar[type[Shape]] = schemas.PayeeAccountShape
    holder = StringField(_("Wem gehört das Konto?"), description=_("Der Name, wie er bei der Bank steht."))
    iban = StringField(
        _("IBAN"),
        description=_(
            "In Deutschland 22 Zeichen, beginnt mit DE. Wir speichern sie verschlüsselt; später sehen Sie nur die letzten vier Ziffern."
        ),
    )


class PayingAccountForm(Form):
    """From which account the money leaves."""

    schema: ClassVar[type[Shape]] = schemas.PayingAccountShape
    holder = StringField(_("Wem gehört das Konto?"), description=_("Der Name des Trägers, wie er bei der Bank steht."))
    iban = StringField(_("IBAN"), description=_("Von diesem Konto wird gezahlt. Wir speichern sie verschlüsselt."))


class SignForm(Form):
    """A signature on the amount that was seen."""

    schema: ClassVar[type[Shape]] = schemas.SeenAmountShape
    amount_cents = SeenField()


class ReleaseForm(Form):
    """The money has left."""

    schema: ClassVar[type[Shape]] = schemas.PaymentReleaseShape
    paid_on = DayField(
        _("An welchem Tag haben Sie überwiesen?"), description=_("Nicht vor der Anordnung und nicht in der Zukunft.")
    )


class RejectForm(Form):
    """A payment is sent back."""

    schema: ClassVar[type[Shape]] = schemas.PaymentRejectionShape
    reason = TextAreaField(
        _("Warum geht die Auszahlung zurück?"), description=_("Das liest auch, wer den Antrag gestellt hat.")
    )
    stopped_on = DayField(
        _("An welchem Tag hat die Bank bestätigt, dass sie nicht überweist?"),
        description=_("Fragen Sie vorher bei der Bank nach. Der Tag steht danach im Protokoll."),
    )
