"""Forms of awards and agreements: labels and hints; the schemas decide."""

from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from app.allocation import schemas
from app.shell.doors.forms import Form
from app.shell.doors.shapes import Shape


class EmptyForm(Form):
    """A form of one button."""

    schema: ClassVar[type[Shape]] = Shape


class AcceptanceForm(Form):
    """The applicant takes the agreement, in so many words."""

    schema: ClassVar[type[Shape]] = schemas.AgreementAcceptanceShape
    is_accepted = BooleanField(_("Ich habe die Vereinbarung gelesen und nehme sie an."))


class PaperForm(Form):
    """The office notes that the applicant signed on paper."""

    schema: ClassVar[type[Shape]] = schemas.AgreementAcceptanceShape
    is_accepted = BooleanField(_("Die Vereinbarung liegt mir unterschrieben auf Papier vor."))
