"""Forms of areas: labels and hints; the schemas decide."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from app.areas import schemas
from app.shell.doors.forms import DayField, Form


class AreaTextsForm(Form):
    """Edit what the public reads."""

    schema = schemas.AreaTextsShape
    introduction = TextAreaField(
        _("Vorstellung des Gebiets"),
        description=_("Steht oben auf der öffentlichen Seite. Kurze Sätze, höchstens 2.000 Zeichen."),
    )
    contact = TextAreaField(
        _("Kontakt"), description=_("Anschrift, Telefon und Sprechzeiten des Büros. Höchstens 500 Zeichen.")
    )
    version = HiddenField()


class NewAreaForm(Form):
    """A new area."""

    schema = schemas.NewAreaShape
    name = StringField(_("Name"), description=_("So kennen die Menschen das Gebiet."))
    slug = StringField(_("Name in der Adresse"), description=_("Kleine Buchstaben, zum Beispiel musterkiez."))
    code = StringField(_("Kürzel"), description=_("Steht vor jedem Aktenzeichen, zum Beispiel MK. Bleibt für immer."))
    district_name = StringField(_("Bezirk"))
    ends_on = DayField(_("Das Verfahren endet am"), description=_("Leer lassen, wenn kein Ende feststeht."))


class CarrierForm(Form):
    """Another organisation runs the office."""

    schema = schemas.CarrierShape
    carrier_name = StringField(_("Träger"), description=_("Der Name, wie er in Vereinbarungen stehen soll."))
    valid_from = DayField(_("Ab"), description=_("Der Träger davor endet am Tag davor."))


class StepForm(Form):
    """A step in the life of an area, behind a button."""

    schema = schemas.AreaStepShape
    step = HiddenField()


class InvitationForm(Form):
    """Invite somebody."""

    schema = schemas.InvitationShape
    name = StringField(_("Name"))
    email = StringField(_("E-Mail-Adresse"), description=_("Dorthin geht die Einladung mit einem Link zum Anmelden."))
    role = SelectField(_("Rolle"), validate_choice=False)
    valid_from = DayField(_("Gilt ab"))
    valid_to = DayField(
        _("Gilt bis"), description=_("Leer lassen, wenn kein Ende feststeht. Der letzte Tag zählt mit.")
    )


class RoleEndForm(Form):
    """End a role."""

    schema = schemas.RoleEndShape
    last_day = DayField(_("Letzter Tag"), description=_("Leer lassen, um die Rolle sofort zu beenden."))
