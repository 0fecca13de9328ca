"""Verbs of settlements: settle, recognise, finalise, repay, waive interest, close; and the end of the year."""

import io
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from app.core.errors import NotFound
from app.funds.commands import close_fund_year
from app.funds.queries import rules_on
from app.proposals.models import Application
from app.rehearsal.pictures import TillReceipt, receipt_picture, scene_picture
from app.rehearsal.stage import HOUSE, Stage
from app.settlement.commands import (
    add_photo,
    add_receipt,
    book_repayment,
    certify_settlement,
    close_account,
    open_settlement,
    order_settlement,
    recognise_receipt,
    save_report,
    submit_settlement,
    waive_interest,
)
from app.shell.database import db

CHECKED = "Belege, Bericht und Fotos geprüft."
OTHER_REASON = "Siehe Prüfung in der Probe."


def settle(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Open the account, add receipts with pictures, report and photos, and send it."""
    application_id = stage.case(arguments)
    title = db.session.scalar(sa.select(Application.title).where(Application.id == application_id)) or ""
    stage.act(by, open_settlement, application_id=application_id)
    for receipt in sorted(arguments["receipts"], key=lambda receipt: receipt["no"]):
        key = (arguments["application"], receipt["no"])
        stage.receipts[key] = add(stage, by, application_id, receipt)
    stage.act(
        by,
        save_report,
        application_id=application_id,
        report=arguments["report"],
        participants=arguments.get("participants", 40),
    )
    wanted = rules_on(stage.fund_id, stage.today).values.integer("photos.min")
    for number in range(arguments.get("photos", wanted)):
        picture = _upload(scene_picture(title, seed=number), f"foto-{number + 1}.jpg")
        stage.act(by, add_photo, application_id=application_id, file=picture, caption=title)
    if not arguments.get("unsent"):
        stage.act(by, submit_settlement, application_id=application_id)


def add(stage: Stage, by: str, application_id: UUID, receipt: Mapping[str, Any]) -> UUID:
    """Add one receipt with a picture of it; ``items`` are what the till printed."""
    items = tuple(receipt.get("items", ((receipt.get("purpose", "Einkauf"), receipt["amount_cents"]),)))
    till = TillReceipt(receipt["payee"], receipt["on"], items, receipt["no"])
    added: UUID = stage.act(
        by,
        add_receipt,
        application_id=application_id,
        issued_on=receipt["on"],
        payee=receipt["payee"],
        purpose=receipt.get("purpose", ""),
        category=receipt["category"],
        amount_cents=receipt["amount_cents"],
        file=_upload(receipt_picture(till), f"beleg-{receipt['no']}.jpg"),
    )
    return added


def recognise(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Recognise a receipt less its cuts."""
    receipt_id = stage.receipts.get((arguments["application"], arguments["receipt"]))
    if receipt_id is None:
        raise NotFound
    stage.act(
        by,
        recognise_receipt,
        receipt_id=receipt_id,
        cuts=[dict(cut) for cut in arguments["cuts"]],
        note=OTHER_REASON if any(cut["reason"] == "OTHER" for cut in arguments["cuts"]) else "",
    )


def finalise(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:  # noqa: ARG001 - two others sign
    """Certify the final figures and let somebody else order them."""
    application_id = stage.case(arguments)
    stage.act(arguments["certified_by"], certify_settlement, application_id=application_id, note=CHECKED)
    stage.act(arguments["ordered_by"], order_settlement, application_id=application_id)


def repay(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Book money that came back today."""
    stage.act(
        by,
        book_repayment,
        application_id=stage.case(arguments),
        amount_cents=arguments["amount_cents"],
        received_on=stage.today,
    )


def waive(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Give up the interest."""
    stage.act(by, waive_interest, application_id=stage.case(arguments))


def close(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:
    """Close the account."""
    stage.act(by, close_account, application_id=stage.case(arguments))


def year_end(stage: Stage, by: str, arguments: Mapping[str, Any]) -> None:  # noqa: ARG001 - the verb has none
    """Close the fund year; without a name the first of the office does."""
    stage.act(by or stage.first("staff") or HOUSE, close_fund_year, fund_year_id=stage.fund_year_id)


def _upload(data: bytes, name: str) -> FileStorage:
    return FileStorage(io.BytesIO(data), filename=name, content_type="image/jpeg")


ACTS = {
    "settle": settle,
    "recognise": recognise,
    "finalise": finalise,
    "repay": repay,
    "waive_interest": waive,
    "close": close,
    "year_end": year_end,
}
