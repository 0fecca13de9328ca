"""The whole of hoffest.toml through the pages, in a real browser, with scripts and without: the same cents as the rehearsal."""

import re

import pytest
from playwright.sync_api import expect

from app.core.clock import utc_now
from app.core.money import german_digits
from app.disbursement.rules import FourEyes
from app.proposals.rules import CATEGORIES
from app.proposals.schemas import TASKS
from app.rehearsal.figures import found_after
from app.rehearsal.stage import Stage
from app.shell.doors.words import euro
from app.voting.rules import CHOICES
from tests.browser.journey import Journey
from tests.factories import World
from tests.hoffest import CASE, STEPS, WORLD_RULES, step

FIRST_DAY = STEPS[0]["on"]
NAME, IBAN = "Ada Özdemir", "DE02120300000000202051"
TITLE = CASE["title"]


@pytest.fixture
def neighbourhood(app, clock):
    """The area of the case in spring 2025."""
    clock.at(FIRST_DAY)
    return World(app, rules=WORLD_RULES, on=FIRST_DAY)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_the_case_comes_to_the_same_cents_through_the_pages(app, neighbourhood, clock, reader, javascript):
    journey = Journey(neighbourhood, clock, reader, javascript=javascript)
    hoffest = Hoffest(journey)
    for one in STEPS:
        journey.on(one["on"])
        getattr(hoffest, one["do"])(one)
        hoffest.meets(one)
    hoffest.everybody_sees_where_the_money_went()
    for command in (["ledger", "check"], ["audit", "seal"], ["audit", "verify"]):
        result = app.test_cli_runner().invoke(args=command)
        assert result.exit_code == 0, result.output
    assert {walker.handle: walker.reader.faults for walker in journey.walkers.values() if walker.reader.faults} == {}


class Hoffest:
    """The verbs of the case, each done by the people who do it, on the pages where they find it."""

    def __init__(self, journey):
        self.journey, world = journey, journey.world
        self.stage = Stage(world.area_id, world.fund_id, world.fund_year_id, world.body_id, utc_now())

    def meets(self, one):
        """Compare the figures of a step with what a rehearsal would find in the database."""
        wanted = one.get("expect", {})
        assert found_after(self.stage, one, tuple(wanted)) == wanted, one

    def case(self, handle):
        """Return somebody of the office on the page of the application, by way of the list of tasks."""
        return self.journey.signed_in(handle).follow(TITLE, exact=True)

    def account(self, handle, name):
        """Return somebody of the office on the page of the account, where they may be still."""
        walker = self.journey.somebody(handle)
        return walker if "/abrechnung" in walker.page.url else self.case(handle).follow(name)

    def own_case(self):
        """Return the applicant on the page of their application."""
        applicant = self.journey.with_keyboard("applicant")
        applicant.enter("link", f"Ansehen: {TITLE}")
        return applicant

    def bind(self, one):
        q1 = self.journey.signed_in(one["by"]).follow("Geld", exact=True).follow("Verpflichtung buchen")
        q1.fill(amount_cents=one["amount_cents"], text="Andere Aktionen").press("Verpflichtung buchen")
        q1.sees(one["amount_cents"], one["expect"]["available_cents"])

    def submit(self, one):
        applicant = self.journey.come_in(one["by"])
        applicant.enter("link", "Antrag beginnen")
        applicant.tick("fund_year_id")
        applicant.enter("button", "Antrag beginnen")
        applicant.type("applicant_name", NAME)
        applicant.mark("applicant_kind", "resident")
        applicant.enter("button", "Speichern und weiter")
        self.describe(applicant, one)
        self.itemise(applicant, one)
        applicant.walker.sees(one["title"], one["expect"]["requested_cents"])
        applicant.tick("is_privacy_accepted")
        applicant.enter("button", "Antrag senden")
        applicant.walker.sees("Aktenzeichen", one["expect"]["requested_cents"])
        self.stage.applications[one["application"]] = applicant.walker.id

    def describe(self, applicant, one):
        applicant.type("title", one["title"])
        applicant.type("summary", one["title"])
        applicant.type_day("action_from", one["action_from"])
        applicant.type_day("action_to", one["action_to"])
        applicant.mark("themes", "community")
        applicant.type("own_share", one["own_share"])
        applicant.enter("button", "Speichern und weiter")

    def itemise(self, applicant, one):
        for number, line in enumerate(one["lines"]):
            if number:
                applicant.enter("button", "Noch ein Posten")
            applicant.pick(f"lines-{number}-category", CATEGORIES[line["category"]])
            applicant.type(f"lines-{number}-text", line["text"])
            applicant.type(f"lines-{number}-amount_cents", german_digits(line["amount_cents"]))
        applicant.enter("button", "Neu berechnen")
        applicant.walker.sees(one["expect"]["requested_cents"])
        applicant.enter("button", "Speichern und weiter")

    def check(self, one):
        q1 = self.case(one["by"]).follow("Prüfen", exact=True)
        q1.tick(tasks=TASKS, result=[one["result"]]).fill(note="Alles geprüft.").press("Prüfung speichern")
        q1.sees("Der Antrag ist zugelassen.")

    def session(self, one):
        q1 = self.journey.signed_in(one["by"]).follow("Sitzungen", exact=True).follow("Sitzung planen")
        q1.fill(title=one["session"], held_on=one["on"])
        q1.tick(application_ids=[str(self.stage.applications[name]) for name in one["applications"]])
        q1.press("Sitzung planen")
        self.stage.sessions[one["session"]] = q1.id
        self.stage.agendas[one["session"]] = tuple(one["applications"])
        q1.press("Mitglieder einladen").follow("Jury", exact=True).sees(*self.journey.world.seats)
        q1.follow(one["session"])
        self.bias_declared_and_taken_back("j7", q1)
        q1.press("Sitzung eröffnen").sees("nicht beschlussfähig")

    def bias_declared_and_taken_back(self, member, q1):
        juror = self.journey.come_in(member)
        juror.enter("link", "Zur Sitzung")
        juror.enter("link", "Ich bin befangen")
        juror.mark("kind", "relative")
        juror.enter("button", "Befangenheit eintragen")
        juror.walker.sees("Dieser Sitz stimmt bei diesem Antrag nicht mit ab.").lacks("Ich bin befangen")
        q1.page.reload()
        q1.sees("Befangen und ohne Stimme").press(f"Befangenheit von {member} zurücknehmen").sees("zurückgenommen")

    def attend(self, one):
        q1 = self.journey.somebody(one["by"])
        q1.lacks("Zur Abstimmung stellen")
        for member in one["present"]:
            q1.press(re.compile(f"ist da ?: {member}"))
        q1.sees(f"{one['expect']['present']} von {len(self.journey.world.seats)}", "beschlussfähig")

    def vote(self, one):
        waiting = self.journey.with_keyboard(next(iter(one["ballots"])))
        waiting.enter("link", "Zur Sitzung")
        q1 = self.journey.somebody(one["by"]).follow("Zur Abstimmung stellen").press("Abstimmung eröffnen")
        q1.look("voting")
        if not self.journey.javascript:  # with scripts the buttons appear by themselves
            waiting.page.reload()
        expect(waiting.page.get_by_role("button", name="Enthaltung")).to_be_visible(timeout=20_000)
        waiting.walker.look("voting")
        for member, choice in one["ballots"].items():
            self.cast(member, CHOICES[choice])
        q1.press("Abstimmung schließen und auszählen")
        found = one["expect"]
        q1.look("decided").sees(
            f"{found['yes']} Ja, {found['no']} Nein, {found['abstain']} Enthaltung.",
            f"also {found['needed']} Ja",
            found["awarded_cents"],
        )
        q1.press("Sitzung beenden")

    def cast(self, member, choice):
        juror = self.journey.with_keyboard(member)
        juror.enter("link", "Zur Sitzung")
        juror.enter("button", choice, exact=True)
        juror.walker.look("voted").sees(f"Ihre Stimme ist gezählt: {choice}")
        juror.page.goto("about:blank")

    def agree(self, one):
        q1 = self.case(one["by"]).follow("Zur Vereinbarung").press("Vereinbarung erstellen")
        q1.press("Für das Büro unterschreiben")
        applicant = self.own_case()
        applicant.walker.sees(step("vote")["expect"]["awarded_cents"])
        applicant.enter("link", "Zur Vereinbarung")
        applicant.tick("is_accepted")
        applicant.enter("button", "Vereinbarung annehmen")
        applicant.walker.sees("Beide Seiten haben angenommen")
        q1.page.reload()
        q1.sees("Beide Seiten haben angenommen").follow("Zu den Auszahlungen")

    def pay(self, one):
        """Ask for the advance and certify it; whoever certified is refused the order, so the next step goes on from there."""
        if one.get("refused"):
            self.request_advance()
            self.certify(one)
        else:
            self.order_and_release(one)

    def request_advance(self):
        applicant = self.own_case()
        applicant.enter("link", "Zur Auszahlung")
        applicant.enter("link", "Bankverbindung angeben")
        applicant.type("holder", NAME)
        applicant.type("iban", IBAN)
        applicant.enter("button", "Speichern")
        applicant.enter("button", "Vorschuss anfordern")

    def payment(self, handle):
        amount = euro(step("pay", ordered_by="q2")["expect"]["advance_cents"])
        return self.journey.signed_in(handle).follow(f"{TITLE}, {amount}")

    def certify(self, one):
        q1 = self.payment(one["certified_by"]).press("Sachlich richtig feststellen")
        q1.press("Rechnerisch richtig feststellen")
        q1.sees("Diesen Schritt muss eine andere Person übernehmen.").lacks("Auszahlung anordnen")
        reject = q1.page.get_by_role("link", name="Zurückweisen").get_attribute("href")
        sent = {"csrf_token": q1.page.locator("[name=csrf_token]").first.input_value()}
        answer = q1.page.request.post(reject.replace("zurueckweisen", "anordnung"), form=sent)
        assert (answer.status, FourEyes.code()) == (403, one["refused"])
        assert FourEyes.title in answer.text()

    def order_and_release(self, one):
        self.payment(one["ordered_by"]).press("Auszahlung anordnen").sees("angeordnet").lacks("Auszahlen")
        self.journey.on(one["paid_on"])
        district = self.payment("district").follow("Auszahlen", exact=True).press("Ganze IBAN zeigen")
        district.sees(" ".join(IBAN[at : at + 4] for at in range(0, len(IBAN), 4)))
        district.fill(paid_on=one["paid_on"]).press("Auszahlung buchen")
        district.sees(one["expect"]["advance_cents"], "ausgezahlt")

    def settle(self, one):
        applicant = self.own_case()
        applicant.enter("link", "Zur Abrechnung")
        walker = applicant.walker.follow("Bild oder PDF hochladen")
        for receipt in one["receipts"]:
            walker.attach_picture("PDF" if receipt["no"] == 1 else "PNG")
            walker.fill(amount_cents=receipt["amount_cents"], issued_on=receipt["on"], payee=receipt["payee"])
            walker.choose(category=receipt["category"])
            walker.press("Beleg speichern" if receipt is one["receipts"][-1] else "Speichern und nächster Beleg")
        walker.follow("Bericht schreiben").fill(report=one["report"], participants="40").press("Bericht speichern")
        walker.follow("Foto hinzufügen")
        for number in range(one["photos"]):
            walker.attach_picture("PNG")
            walker.press("Foto speichern" if number == one["photos"] - 1 else "Speichern und nächstes Foto")
        applicant.enter("button", "Abrechnung absenden")
        walker.sees("Das Büro prüft Ihre Belege", sum(receipt["amount_cents"] for receipt in one["receipts"]))

    def recognise(self, one):
        q1 = self.account(one["by"], "Belege prüfen").follow(f"Beleg {one['receipt']} prüfen")
        for number, cut in enumerate(one["cuts"]):
            q1.fill(**{f"cuts-{number}-amount_cents": cut["amount_cents"]})
            q1.choose(**{f"cuts-{number}-reason": cut["reason"]})
        q1.press("Kürzung speichern" if one["cuts"] else "Voll anerkennen").sees("Die Entscheidung ist gespeichert.")

    def finalise(self, one):
        found = one["expect"]
        q1 = self.account(one["certified_by"], "Belege prüfen")
        q1.fill(note="Alle Belege geprüft.").press("Abrechnung feststellen")
        q1.sees("Anordnen muss sie eine andere Person").lacks("Abrechnung anordnen")
        q2 = self.case(one["ordered_by"]).follow("Zur Abrechnung").press("Abrechnung anordnen")
        q2.look("final").sees(*(found[name] for name in found if name.endswith("_cents")))

    def repay(self, one):
        applicant = self.own_case()
        applicant.enter("link", "Zur Abrechnung")
        applicant.walker.sees("Seitdem fallen Zinsen an.", one["amount_cents"])
        q1 = self.case(one["by"]).follow("Rückzahlung buchen").follow("Eingang buchen")
        q1.fill(amount_cents=one["amount_cents"], received_on=one["on"]).press("Eingang buchen")
        q1.sees(one["expect"]["interest_cents"]).lacks("Konto abschließen")

    def waive_interest(self, one):
        self.case(one["by"]).follow("Rückzahlung buchen").press("Auf Zinsen verzichten").sees("darauf ist verzichtet")

    def close(self, one):
        q1 = self.case(one["by"]).follow("Rückzahlung buchen").press("Konto abschließen")
        q1.sees("Das Konto ist abgeschlossen.")
        applicant = self.own_case()
        applicant.enter("link", "Abrechnung ansehen")
        applicant.walker.sees("Niemand schuldet noch etwas.")

    def everybody_sees_where_the_money_went(self):
        """Follow the money from the front page as somebody who is not signed in; no name of a person is there."""
        award, account, end = (step(verb)["expect"] for verb in ("vote", "finalise", "close"))
        reader = self.journey.somebody("anybody", size="phone").go("/").follow(f"Kiez {self.journey.world.slug[5:]}")
        reader.sees(end["available_cents"], end["spent_cents"], end["committed_cents"])
        votes = f"{award['yes']} Ja, {award['no']} Nein, {award['abstain']} enthalten"
        reader.follow("Alle Entscheidungen").sees(votes)
        reader.follow(TITLE).sees("Angenommen.", *(account[name] for name in account if name.endswith("_cents")))
        reader.sees(award["awarded_cents"], step("pay", ordered_by="q2")["expect"]["advance_cents"])
        assert NAME not in reader.page.content()
