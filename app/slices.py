"""The table of contents: the doors and commands of every slice, in the order of the floors."""

from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect

from app.allocation import models as allocation_models
from app.areas import models as area_models
from app.bodies import models as body_models
from app.disbursement import models as disbursement_models
from app.funds import models as fund_models
from app.ledger import models as ledger_models
from app.people import models as people_models
from app.proposals import models as proposal_models
from app.settlement import models as settlement_models
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
PAGES: list[Any] = []
APIS: list[Any] = []
COMMANDS: list[Any] = []


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Open every door; the JSON door takes tokens, not cookies, and needs no form token."""
    for pages in PAGES:
        app.register_blueprint(pages)
    for rest in APIS:
        csrf.exempt(rest)
        api.register_blueprint(rest)
    for command in COMMANDS:
        app.cli.add_command(command)
