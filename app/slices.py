"""The table of contents: the doors and commands of every slice, in the order of the floors."""

from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect

from app.allocation import models as allocation_models
from app.areas import api as area_api
from app.areas import cli as area_cli
from app.areas import models as area_models
from app.areas import pages as area_pages
from app.bodies import models as body_models
from app.disbursement import models as disbursement_models
from app.funds import models as fund_models
from app.ledger import models as ledger_models
from app.people import api as people_api
from app.people import cli as people_cli
from app.people import letters as people_letters
from app.people import models as people_models
from app.people import pages as people_pages
from app.proposals import models as proposal_models
from app.settlement import api as settlement_api
from app.settlement import deadlines as settlement_deadlines
from app.settlement import models as settlement_models
from app.settlement import pages as settlement_pages
from app.shell import mail
from app.shell.doors.rest import api
from app.shell.files import models as file_models
from app.voting import models as voting_models

TABLES = (
    people_models,
    area_models,
    ledger_models,
    fund_models,
    proposal_models,
    body_models,
    voting_models,
    allocation_models,
    disbursement_models,
    settlement_models,
    file_models,
)
PAGES: list[Any] = [
    people_pages.bp,
    area_pages.bp,
    settlement_pages.bp,
]
APIS: list[Any] = [
    people_api.bp,
    area_api.bp,
    settlement_api.bp,
]
COMMANDS: list[Any] = [
    people_cli.user,
    area_cli.area,
]
JOBS = (mail, people_letters, settlement_deadlines)


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Open every door; the JSON door takes tokens, not cookies, and needs no form token."""
    for pages in PAGES:
        app.register_blueprint(pages)
    for rest in APIS:
        csrf.exempt(rest)
        api.register_blueprint(rest)
    for command in COMMANDS:
        app.cli.add_command(command)
