"""Forms of votes: labels and hints; the schemas decide."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from app.bodies.schemas import SeatRefShape
from app.shell.doors.forms import Form, MoneyField
from app.voting import schemas
from app.voting.rules import CONFLICT_KINDS


class MotionForm(Form):
    """Put an item to the vote."""

    schema = schemas.MotionShape
    award_cents = MoneyField(_("Über welchen Betrag wird abgestimmt?"))
    reason = TextAreaField(
        _("Begründung der Kürzung"), description=_("Steht später im Bescheid, zum Beispiel: ohne Druckkosten.")
    )
    condition = TextAreaField(
        _("Auflage"),
        description=_(
            "Was muss vor dem Beginn der Aktion noch geschehen? Das Geld wird so lange nur reserviert. "
            "Ohne Auflage leer lassen."
        ),
    )


class ConflictForm(Form):
    """Declare bias."""

    schema = schemas.ConflictShape
    seat_id = SelectField(_("Mitglied"), validate_choice=False)
    kind = RadioField(_("Warum?"), choices=[], validate_choice=False)

    def offer_kinds(self) -> None:
        """Offer the reasons in the reader's language."""
        self.kind.choices = [(kind.value, gettext(label)) for kind, label in CONFLICT_KINDS.items()]


class SeatForm(Form):
    """Say which seat."""

    schema = SeatRefShape
    seat_id = HiddenField()


class BallotForm(Form):
    """Cast a ballot."""

    schema = schemas.BallotShape
    seat_id = HiddenField()
    choice = HiddenField()
