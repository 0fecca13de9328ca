"""The table of contents: the doors and commands of every slice, in the order of the floors."""

from typing import Any

from flask_wtf import CSRFProtect

from app.allocation import api as allocation_api
from app.allocation import models as allocation_models
from app.allocation import pages as allocation_pages
from app.areas import api as area_api
from app.areas import models as area_models
from app.areas import pages as area_pages
from app.bodies import api as body_api
from app.bodies import models as body_models
from app.bodies import pages as body_pages
from app.desk import pages as desk_pages
from app.disbursement import api as disbursement_api
from app.disbursement import models as disbursement_models
from app.disbursement import pages as disbursement_pages
from app.funds import api as fund_api
from app.funds import deadlines as fund_deadlines
from app.funds import models as fund_models
from app.funds import pages as fund_pages
from app.laboratory import api as laboratory_api
from app.laboratory import models as laboratory_models
from app.laboratory import pages as laboratory_pages
from app.laboratory import runs as laboratory_runs
from app.ledger import models as ledger_models
from app.people import api as people_api
from app.people import letters as people_letters
from app.people import models as people_models
from app.people import pages as people_pages
from app.portal import api as portal_api
from app.portal import pages as portal_pages
from app.proposals import api as proposal_api
from app.proposals import models as proposal_models
from app.proposals import pages as proposal_pages
from app.settlement import api as settlement_api
from app.settlement import deadlines as settlement_deadlines
from app.settlement import models as settlement_models
from app.settlement import pages as settlement_pages
from app.settlement import retention
from app.shell import mail
from app.shell.doors.house import House
from app.shell.doors.rest import api
from app.shell.files import models as file_models
from app.voting import api as voting_api
from app.voting import models as voting_models
from app.voting import pages as voting_pages

TABLES = (
    people_models,
    area_models,
    ledger_models,
    fund_models,
    proposal_models,
    body_models,
    voting_models,
    laboratory_models,
    allocation_models,
    disbursement_models,
    settlement_models,
    file_models,
)
PAGES: list[Any] = [
    people_pages.bp,
    area_pages.bp,
    fund_pages.bp,
    proposal_pages.bp,
    body_pages.bp,
    voting_pages.bp,
    laboratory_pages.bp,
    allocation_pages.bp,
    disbursement_pages.bp,
    settlement_pages.bp,
    desk_pages.bp,
    portal_pages.bp,
]
APIS: list[Any] = [
    people_api.bp,
    area_api.bp,
    fund_api.bp,
    proposal_api.bp,
    body_api.bp,
    voting_api.bp,
    laboratory_api.bp,
    allocation_api.bp,
    disbursement_api.bp,
    settlement_api.bp,
    portal_api.bp,
]
COMMANDS = {
    "user": "app.people.cli:user",
    "area": "app.areas.cli:area",
    "ledger": "app.ledger.cli:ledger",
    "count": "app.voting.cli:count",
    "tables": "app.voting.cli:tables",
    "lot": "app.voting.cli:lot",
    "rehearse": "app.rehearsal.cli:rehearse",
    "demo": "app.rehearsal.cli:demo",
    "glossary": "app.portal.cli:glossary",
    "audit": "app.shell.cli:audit",
    "backup": "app.shell.cli:backup",
    "files": "app.shell.cli:files",
    "jobs": "app.shell.cli:jobs",
    "serve": "app.shell.cli:serve",
    "worker": "app.shell.cli:worker",
    "db": "flask_migrate.cli:db",
}
JOBS = (mail, people_letters, fund_deadlines, settlement_deadlines, retention, laboratory_runs)


def register(app: House, csrf: CSRFProtect) -> None:
    """Open every door; the JSON door takes tokens, not cookies, and needs no form token."""
    for pages in PAGES:
        app.register_blueprint(pages)
    for rest in APIS:
        csrf.exempt(rest)
        api.register_blueprint(rest)
    app.offer(COMMANDS)
