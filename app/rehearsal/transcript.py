"""The transcript of a rehearsal: for people, line by line, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.core.clock import BERLIN
from app.core.money import Euro
from app.core.words import N_
from app.disbursement.rules import KIND_LABELS
from app.proposals.rules import STATE_LABELS, ApplicationState
from app.rehearsal.player import REFUSED, UNCHANGED, Check, Played
from app.rehearsal.script import Script, Unreadable
from app.settlement.rules import CUT_REASONS, CutReason
from app.shell.doors.words import said
from app.voting.rules import CHOICES, CONFLICT_KINDS, OUTCOME_LABELS, Outcome

VERB_SENTENCES: Mapping[str, str] = {
    "bind": N_("Andere Aktionen: %(amount)s gebunden"),
    "submit": N_("Antrag „%(application)s“ eingereicht: %(title)s"),
    "check": N_("Antrag „%(application)s“ geprüft: %(result)s"),
    "resubmit": N_("Antrag „%(application)s“ verbessert und wieder eingereicht"),
    "withdraw": N_("Antrag „%(application)s“ zurückgezogen"),
    "session": N_("Sitzung „%(session)s“ eröffnet, auf der Tagesordnung: %(applications)s"),
    "attend": N_("Sitzung „%(session)s“, anwesend: %(present)s"),
    "declare": N_("%(member)s ist bei „%(application)s“ befangen (%(conflict)s)"),
    "vote": N_("Abstimmung über „%(application)s“: %(ballots)s"),
    "cast": N_("%(member)s stimmt über „%(application)s“ ab: %(choice)s"),
    "accept": N_("Gekürztes Angebot für „%(application)s“ angenommen"),
    "decline": N_("Gekürztes Angebot für „%(application)s“ abgelehnt"),
    "meet_condition": N_("Auflage zu „%(application)s“ erfüllt"),
    "agree": N_("Vereinbarung zu „%(application)s“ von beiden Seiten unterschrieben"),
    "cancel": N_("Aktion „%(application)s“ abgesagt"),
    "revoke": N_("Bewilligung für „%(application)s“ zurückgenommen"),
    "pay": N_("Auszahlung für „%(application)s“ (%(kind)s): festgestellt %(certified_by)s, angeordnet %(ordered_by)s"),
    "settle": N_("Abrechnung von „%(application)s“ eingereicht, Belege: %(receipts)s"),
    "recognise": N_("Beleg %(receipt)s von „%(application)s“ geprüft: %(cuts)s"),
    "finalise": N_("Abrechnung von „%(application)s“: festgestellt %(certified_by)s, angeordnet %(ordered_by)s"),
    "repay": N_("Rückzahlung für „%(application)s“: %(amount)s"),
    "waive_interest": N_("Auf Zinsen zu „%(application)s“ verzichtet"),
    "close": N_("Konto von „%(application)s“ geschlossen"),
    "year_end": N_("Fondsjahr abgeschlossen"),
}
HEADING = N_("Gebiet %(area)s, Fondsjahr %(year)s, Regelwerk %(rules)s")
CHECK_RESULTS = {"ok": N_("förderfähig"), "query": N_("Rückfrage"), "reject": N_("nicht förderfähig")}
NOTHING_CUT = N_("voll anerkannt")
STATE_LINE = N_("Stand: %(state)s")
MONEY_LINE = N_("Fonds: frei %(available)s, reserviert %(reserved)s, gebunden %(committed)s, ausgegeben %(spent)s")
VOTE_LINE = N_("Ergebnis: %(outcome)s mit %(yes)s Ja, %(no)s Nein, %(abstain)s Enthaltungen (nötig: %(needed)s Ja)")
REFUSED_LINE = N_("Verweigert, wie erwartet (%(code)s): %(reason)s")
REFUSED_WRONGLY = N_("Verweigert (%(code)s): %(reason)s")
DIFFERS = N_("Schritt %(number)s (%(verb)s, Zeile %(line)s): %(key)s: erwartet %(expected)s, gefunden %(found)s")
ALL_HOLD = N_("Alles stimmt: %(checks)s Erwartungen in %(steps)s Schritten.")
SOME_DIFFER = N_("%(differing)s von %(checks)s Erwartungen stimmen nicht.")
NOT_PLAYED = N_("Die letzten %(count)s Schritte wurden nicht gespielt.")
CANNOT_PLAY = N_("Zeile %(line)s, Schlüssel „%(key)s“: %(reason)s")
INDENT = " " * 6
_LABELS: Mapping[str, Mapping[Any, str]] = {
    "result": CHECK_RESULTS,
    "kind": {**KIND_LABELS, "meeting": "", "circular": ""},
    "choice": CHOICES,
    "conflict": CONFLICT_KINDS,
}


def heading(script: Script) -> Iterator[str]:
    """Yield what stands above the steps."""
    yield script.title
    facts = {"area": script.area_name, "year": script.steps[0].day.year, "rules": script.rules.fingerprint[:12]}
    yield said(HEADING, facts)
    yield ""


def lines(played: Played, before: Played | None) -> Iterator[str]:
    """Yield the lines of one step; state and money only where they changed."""
    step = played.step
    what = said(VERB_SENTENCES[step.verb], _facts(step.arguments))
    yield f"{step.number:>3}.  {step.day:%d.%m.%Y}  {step.by or '–'}: {what}"
    if played.refusal:
        text = REFUSED_LINE if step.refused else REFUSED_WRONGLY
        yield INDENT + said(text, {"code": played.refusal, "reason": played.reason})
    elif step.verb == "vote" and played.figures.get("outcome"):
        outcome = said(OUTCOME_LABELS[Outcome(played.figures["outcome"])], {})
        yield INDENT + said(VOTE_LINE, {**played.figures, "outcome": outcome})
    yield from _standing(played, before)
    for check in played.checks:
        if check.key not in {REFUSED, UNCHANGED} or not check.holds:
            mark = "✓" if check.holds else "✗"
            tail = "" if check.holds else f" ({_written(check.found)})"
            yield f"{INDENT}{mark} {check.key} = {_written(check.expected)}{tail}"


def _standing(played: Played, before: Played | None) -> Iterator[str]:
    now, then = played.standing, before.standing if before else {}
    if now["state"] and (now["state"] != then.get("state") or _case(played) != _case(before)):
        yield INDENT + said(STATE_LINE, {"state": said(STATE_LABELS[ApplicationState(now["state"])], {})})
    money = {key: now[key] for key in now if key.endswith("_cents")}
    if any(then.get(key) != cents for key, cents in money.items()):
        yield INDENT + said(MONEY_LINE, {key.removesuffix("_cents"): Euro(cents) for key, cents in money.items()})


def _case(played: Played | None) -> Any:
    return played.step.arguments.get("application") if played else None


def summary(script: Script, done: Sequence[Played]) -> Iterator[str]:
    """Yield what stands below the steps: every difference with step, key, expected and found."""
    checks = [check for played in done for check in played.checks]
    yield ""
    for played in done:
        for check in played.checks:
            if not check.holds:
                yield difference(played, check)
    if left := len(script.steps) - len(done):
        yield said(NOT_PLAYED, {"count": left})
    differing = sum(not check.holds for check in checks)
    if differing:
        yield said(SOME_DIFFER, {"differing": differing, "checks": len(checks)})
    else:
        yield said(ALL_HOLD, {"checks": len(checks), "steps": len(done)})


def difference(played: Played, check: Check) -> str:
    """Return one difference in words."""
    step = played.step
    facts = {"number": step.number, "verb": step.verb, "line": step.line, "key": check.key}
    return said(DIFFERS, {**facts, "expected": _written(check.expected), "found": _written(check.found)})


def fault(unreadable: Unreadable) -> str:
    """Return in words why a file cannot be played."""
    reason = said(unreadable.reason, unreadable.facts)
    return said(CANNOT_PLAY, {"line": unreadable.line, "key": unreadable.key, "reason": reason})


def as_json(script: Script, done: Sequence[Played]) -> dict[str, Any]:
    """Return the whole rehearsal as plain values."""
    return {
        "title": script.title,
        "area": script.area_name,
        "rules": script.rules.fingerprint,
        "holds": len(done) == len(script.steps) and all(played.holds for played in done),
        "steps": [_step_json(played) for played in done],
        "steps_not_played": len(script.steps) - len(done),
    }


def _step_json(played: Played) -> dict[str, Any]:
    step = played.step
    return {
        "number": step.number,
        "line": step.line,
        "on": step.on.astimezone(BERLIN).isoformat(),
        "do": step.verb,
        "by": step.by,
        "refusal": played.refusal,
        "reason": played.reason,
        "events": list(played.events),
        "standing": _plain(played.standing),
        "checks": [
            {
                "key": check.key,
                "expected": _plain(check.expected),
                "found": _plain(check.found),
                "holds": check.holds,
            }
            for check in played.checks
        ],
    }


def _facts(arguments: Mapping[str, Any]) -> dict[str, Any]:
    facts = dict(arguments)
    for key in ("present", "applications"):
        facts[key] = ", ".join(arguments.get(key, ())) or "–"
    facts["amount"] = Euro(arguments.get("amount_cents") or 0)
    facts["ballots"] = ", ".join(f"{who} {_label(CHOICES, one)}" for who, one in arguments.get("ballots", {}).items())
    facts["receipts"] = len(arguments.get("receipts", ()))
    cuts = [(Euro(cut["amount_cents"]), CutReason(cut["reason"])) for cut in arguments.get("cuts", ())]
    facts["cuts"] = ", ".join(f"−{amount} {said(CUT_REASONS[why][0], {})}" for amount, why in cuts)
    facts["cuts"] = facts["cuts"] or said(NOTHING_CUT, {})
    for key, labels in _LABELS.items():
        if key in arguments:
            facts[key] = _label(labels, arguments[key])
    return facts


def _label(labels: Mapping[Any, str], value: str) -> str:
    return said(labels[value], {})


def _written(value: Any) -> str:
    plain = _plain(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return "–" if plain is None else str(plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return str(value) if isinstance(value, str) else value
