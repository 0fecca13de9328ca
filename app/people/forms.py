"""Forms of people: labels and hints; the schemas decide."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice

from app.core.policy import SCOPE_READ, SCOPE_WRITE
from app.people import schemas
from app.shell.doors.context import LOCALES
from app.shell.doors.forms import DayField, Form

PASSWORD_HINT = _("Mindestens 10 Zeichen. Vier zufällige Wörter sind gut zu merken und schwer zu raten.")


class ButtonForm(Form):
    """A form of one button."""

    schema = schemas.NothingShape


class EmailForm(Form):
    """Ask for a link by mail."""

    schema = schemas.EmailShape
    email = StringField(_("E-Mail-Adresse"))


class NewEmailForm(Form):
    """Ask for another address."""

    schema = schemas.EmailShape
    email = StringField(_("Neue E-Mail-Adresse"))


class PasswordSignInForm(Form):
    """Sign in by password."""

    schema = schemas.PasswordSignInShape
    email = StringField(_("E-Mail-Adresse"))
    password = PasswordField(_("Passwort"))


class LinkForm(Form):
    """Come in by a link."""

    schema = schemas.LinkShape
    name = StringField(_("Ihr Name"), description=_("Vor- und Nachname, so wie er in Ihrem Antrag stehen soll."))


class CodeForm(Form):
    """Type a code of the second factor."""

    schema = schemas.CodeShape
    code = StringField(_("Code"), description=_("Sechs Ziffern aus der App auf Ihrem Telefon, oder ein Ersatzcode."))


class NewPasswordForm(Form):
    """Set a new password."""

    schema = schemas.NewPasswordShape
    password = PasswordField(_("Neues Passwort"), description=PASSWORD_HINT)


class PasswordChangeForm(Form):
    """Change the password."""

    schema = schemas.PasswordChangeShape
    current_password = PasswordField(_("Jetziges Passwort"))
    password = PasswordField(_("Neues Passwort"), description=PASSWORD_HINT)


class ProfileForm(Form):
    """Change the profile."""

    schema = schemas.ProfileShape
    name = StringField(_("Name"))
    phone = StringField(_("Telefon"), description=_("Nur für Rückfragen des QM-Büros. Wird nie veröffentlicht."))
    locale = SelectField(
        _("Sprache der E-Mails und Seiten"),
        choices=[
            SelectChoice("", _("Wie im Browser eingestellt")),
            *(SelectChoice(code, name) for code, name in LOCALES.items()),
        ],
        validate_choice=False,
    )
    version = HiddenField()


class TokenForm(Form):
    """Make an access token."""

    schema = schemas.TokenShape
    name = StringField(_("Name"), description=_("Wofür ist der Schlüssel? Zum Beispiel: Auswertung im Büro."))
    scopes = SelectMultipleField(
        _("Was darf der Schlüssel?"),
        choices=[
            SelectChoice(SCOPE_READ, _("Lesen, was Sie lesen dürfen")),
            SelectChoice(SCOPE_WRITE, _("Tun, was Sie tun dürfen")),
        ],
        validate_choice=False,
    )
    expires_on = DayField(_("Gültig bis"), description=_("Höchstens ein Jahr. Danach machen Sie einen neuen."))
