"""Forms of funds: labels and hints; the schemas decide. The rule book's fields come from the registry."""

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    Field,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as WtForm
from wtforms.fields.choices import SelectChoice
from wtforms.form import BaseForm

from app.funds import schemas
from app.funds.models import FundKind
from app.funds.rules import PARAMETERS, Kind, Parameter, RuleValues
from app.shell.doors.forms import DayField, Form, MoneyField, WholeField

_ENTRY = re.compile(r"(?:(\d{4}-\d{2}-\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4}))\s*[:=]\s*(-?\d{1,6})")
SPARE_STEPS = 2
FUND_KIND_LABELS = {
    FundKind.ACTION_FUND: _("Aktionsfonds"),
    FundKind.PROJECT_FUND: _("Projektfonds"),
    FundKind.BUILDING_FUND: _("Baufonds"),
    FundKind.NETWORK_FUND: _("Netzwerkfonds"),
}


class EmptyForm(Form):
    """A form of one button."""

    schema: ClassVar = schemas.EmptyShape


class FundForm(Form):
    """A new fund."""

    schema: ClassVar = schemas.FundShape
    kind = SelectField(
        _("Art"),
        choices=[SelectChoice(kind.value, label) for kind, label in FUND_KIND_LABELS.items()],
        validate_choice=False,
    )
    name = StringField(_("Name"), description=_("Zum Beispiel: Aktionsfonds"))


class FundYearForm(Form):
    """A new fund year."""

    schema: ClassVar = schemas.FundYearShape
    year = WholeField(_("Jahr"), render_kw={"inputmode": "numeric"})
    budget_cents = MoneyField(
        _("Budget"), description=_("Wenn Sie nichts eingeben, gilt das Jahresbudget aus dem Regelwerk.")
    )


class CommitmentForm(Form):
    """Money bound outside an application."""

    schema: ClassVar = schemas.CommitmentShape
    amount_cents = MoneyField(_("Betrag"))
    text = StringField(
        _("Wofür"), description=_("Zum Beispiel: Bewilligungen aus der Zeit vor diesem Programm. Bitte keine Namen.")
    )


class CallForm(Form):
    """A call."""

    schema: ClassVar = schemas.CallShape
    title = StringField(_("Titel"))
    text = TextAreaField(_("Worum es geht"), description=_("Dieser Text steht öffentlich auf der Seite des Gebiets."))
    opens_on = DayField(_("Beginn"), description=_("Ab diesem Tag können Anträge gestellt werden."))
    cut_off_on = DayField(_("Einsendeschluss"), description=_("Der letzte Tag, an dem ein Antrag rechtzeitig ist."))
    session_on = DayField(_("Sitzung der Jury"))


class CallChangeForm(CallForm):
    """A changed call."""

    schema: ClassVar = schemas.CallChangeShape
    version = HiddenField()


class FlagField(SelectField):
    """Yes or no; ``shape`` gives the boolean."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        """Offer both words."""
        choices = [SelectChoice("yes", _("Ja")), SelectChoice("no", _("Nein"))]
        super().__init__(label, choices=choices, validate_choice=False, **options)

    def process_data(self, value: Any) -> None:
        """Show a boolean as its word."""
        self.data = {True: "yes", False: "no"}.get(value, value)

    def shape(self) -> Any:
        """Return the boolean, None when nothing was chosen, or what was sent for the schema to refuse."""
        return {"yes": True, "no": False, "": None, None: None}.get(self.data, self.data)


class DatedField(TextAreaField):
    """A table of days and whole numbers, one a line: ``01.07.2026: 127``."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        table = self.data if isinstance(self.data, Mapping) else {}
        return "\n".join(f"{_german(day)}: {number}" for day, number in sorted(table.items()))

    def shape(self) -> dict[str, int] | None:
        """Return the table by ISO day; raise ValueError with the line that cannot be read."""
        typed = self.raw_data[0] if self.raw_data else ""
        found: dict[str, int] = {}
        for line in filter(None, (line.strip() for line in typed.splitlines())):
            entry = _ENTRY.fullmatch(line)
            if entry is None:
                raise ValueError(gettext("„%(line)s“ ist nicht lesbar. Bitte so: 01.07.2026: 127", line=line[:40]))
            found[entry[1] or f"{entry[4]}-{int(entry[3]):02d}-{int(entry[2]):02d}"] = int(entry[5])
        return found


def _german(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}.{month}.{year}"


def _choices(parameter: Parameter) -> list[SelectChoice]:
    return [SelectChoice(code, _(label)) for code, label in (parameter.choices or {}).items()]


def _steps_field(parameter: Parameter, label: Any) -> FieldList:
    choices = [SelectChoice("", _("keine Stufe")), *_choices(parameter)]
    row: type[WtForm] = type(
        "StepRow",
        (WtForm,),
        {
            "from_cents": MoneyField(_("ab Betrag")),
            "code": SelectField(_("gilt"), choices=choices, validate_choice=False),
        },
    )
    return FieldList(FormField(row), label=label, max_entries=20)


def _table_field(parameter: Parameter, label: Any) -> Field:
    if parameter.choices is None:
        return DatedField(label)
    row = type("TableRow", (WtForm,), {choice.value: WholeField(choice.label) for choice in _choices(parameter)})
    return FormField(row, label=label)


def _money_field(_parameter: Parameter, label: Any) -> Field:
    return MoneyField(label)


def _flag_field(_parameter: Parameter, label: Any) -> Field:
    return FlagField(label)


def _whole_field(_parameter: Parameter, label: Any) -> Field:
    return WholeField(label)


def _choice_field(parameter: Parameter, label: Any) -> Field:
    return SelectField(label, choices=_choices(parameter), validate_choice=False)


def _choices_field(parameter: Parameter, label: Any) -> Field:
    return SelectMultipleField(label, choices=_choices(parameter), validate_choice=False)


_FIELDS: Mapping[Kind, Callable[[Parameter, Any], Field]] = {
    Kind.CENTS: _money_field,
    Kind.FLAG: _flag_field,
    Kind.CHOICE: _choice_field,
    Kind.CHOICES: _choices_field,
    Kind.TABLE: _table_field,
    Kind.STEPS: _steps_field,
}


def _field(parameter: Parameter) -> Field:
    make = _FIELDS.get(parameter.kind, _whole_field)
    return make(parameter, _(parameter.title))


RuleValuesForm: type[BaseForm] = type(
    "RuleValuesForm", (WtForm,), {key: _field(parameter) for key, parameter in PARAMETERS.items()}
)


class RuleBookForm(Form):
    """A new version of the rules."""

    schema: ClassVar = schemas.RuleBookShape
    valid_from = DayField(
        _("Gilt ab"), description=_("Frühestens heute. Was schon entschieden ist, ändert sich nicht.")
    )
    note = TextAreaField(
        _("Anmerkung"), description=_("Wer hat das beschlossen, und warum? Das steht in der Liste der Fassungen.")
    )
    overrides = FormField(RuleValuesForm)
    version = HiddenField()


def typed_values(values: RuleValues) -> dict[str, Any]:
    """Return the values as the form shows them: each field filled, with spare rows for further steps."""
    shown = values.effective()
    for key, parameter in PARAMETERS.items():
        if parameter.kind is Kind.STEPS:
            rows = [{"from_cents": from_cents, "code": code} for from_cents, code in shown[key]]
            shown[key] = [*rows, *({"from_cents": None, "code": ""} for _row in range(SPARE_STEPS))]
    return shown
