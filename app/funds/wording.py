"""Rule book values in words: what a parameter holds, as people read it."""

from typing import Any

from flask_babel import gettext as _

from app.funds.rules import PARAMETERS, Kind, Parameter, RuleValues
from app.funds.rules.parameter import GROUP_LABELS, MARK_LABELS, Group
from app.shell.doors.words import euro


def in_words(parameter: Parameter, value: Any) -> str:
    """Return a value as people read it."""
    match parameter.kind:
        case Kind.CENTS:
            return euro(value)
        case Kind.PERCENT:
            return str(_("%(number)s Prozent", number=value))
        case Kind.DAYS:
            return str(_("%(number)s Tage", number=value))
        case Kind.FLAG:
            return str(_("Ja") if value else _("Nein"))
        case Kind.CHOICE:
            return _name(parameter, value)
    return _several(parameter, value)


def _several(parameter: Parameter, value: Any) -> str:
    match parameter.kind:
        case Kind.CHOICES:
            parts = [_name(parameter, code) for code in value]
        case Kind.STEPS:
            parts = [
                _("ab %(amount)s: %(name)s", amount=euro(cents), name=_name(parameter, code)) for cents, code in value
            ]
        case Kind.TABLE:
            pairs = value.items() if isinstance(value, dict) else value
            parts = [f"{_name(parameter, key)}: {number}" for key, number in sorted(pairs)]
        case _:
            return str(value)
    return "; ".join(parts) or _("nichts")


def _name(parameter: Parameter, code: str) -> str:
    label = (parameter.choices or {}).get(code)
    return _(label) if label else str(code)


def chapters(values: RuleValues) -> list[dict[str, Any]]:
    """Return the rules in force by chapter: each parameter with its meaning, value, default, source and mark."""
    return [
        {
            "key": group.value,
            "title": _(GROUP_LABELS[group]),
            "rules": [_rule(parameter, values) for parameter in PARAMETERS.values() if parameter.group is group],
        }
        for group in Group
    ]


def _rule(parameter: Parameter, values: RuleValues) -> dict[str, Any]:
    value = values[parameter.key]
    return {
        "key": parameter.key,
        "kind": parameter.kind.value,
        "title": _(parameter.title),
        "meaning": _(parameter.meaning),
        "value": in_words(parameter, value),
        "default": in_words(parameter, parameter.default),
        "is_default": value == parameter.default,
        "source": parameter.source,
        "mark": parameter.mark,
        "mark_label": _(MARK_LABELS[parameter.mark]),
    }


def changes(after: RuleValues, before: RuleValues) -> list[tuple[str, str, str]]:
    """Return what changed between two versions: (title, before, after)."""
    return [
        (
            _(PARAMETERS[key].title),
            in_words(PARAMETERS[key], before[key]),
            in_words(PARAMETERS[key], after[key]),
        )
        for key in after.changed_from(before)
    ]
