"""Pictures for rehearsals and the demo, drawn on the spot: till receipts and scenes of actions."""

import io
import random
from dataclasses import dataclass
from datetime import date
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from app.core.money import german_digits
from app.shell.settings import ROOT

_FONTS = ROOT / "app/static/vendor/fira-sans"
_INK = (38, 38, 44)
_PAPER = (252, 251, 246)
_WIDTH = 460
_MARGIN = 32
_LINE = 30
_TAX_INCLUDED = (19, 119)
JPEG_QUALITY = 82
SCENE_WIDTH = 960


@dataclass(frozen=True, slots=True)
class TillReceipt:
    """What a till prints: shop, day, items with amounts in cents; the last lines add up."""

    payee: str
    issued_on: date
    items: tuple[tuple[str, int], ...]
    number: int = 1

    @property
    def total_cents(self) -> int:
        """Return the sum of the items."""
        return sum(cents for _, cents in self.items)


def receipt_picture(receipt: TillReceipt) -> bytes:
    """Draw a till receipt lying on a table, as JPEG."""
    rows = _rows(receipt)
    height = 2 * _MARGIN + _LINE * (len(rows) + 2)
    paper = Image.new("RGB", (_WIDTH, height), _PAPER)
    draw = ImageDraw.Draw(paper)
    draw.text((_WIDTH / 2, _MARGIN + 8), receipt.payee[:30], font=_font("700", 28), fill=_INK, anchor="mm")
    y = _MARGIN + 2 * _LINE
    for left, right in rows:
        if not left and not right:
            draw.line((_MARGIN, y, _WIDTH - _MARGIN, y), fill=(150, 150, 150), width=2)
        draw.text((_MARGIN, y), left, font=_font("400", 20), fill=_INK, anchor="lm")
        draw.text((_WIDTH - _MARGIN, y), right, font=_font("400", 20), fill=_INK, anchor="rm")
        y += _LINE
    chance = random.Random(f"{receipt.payee}{receipt.number}{receipt.total_cents}")  # noqa: S311 - a drawing
    table = (168 + chance.randrange(40), 138 + chance.randrange(30), 104 + chance.randrange(24))
    scene = Image.new("RGB", (_WIDTH + 120, height + 120), table)
    turned = paper.rotate(chance.uniform(-2.5, 2.5), Image.Resampling.BICUBIC, expand=True, fillcolor=table)
    scene.paste(turned, (60, 60))
    return _jpeg(scene)


def _rows(receipt: TillReceipt) -> list[tuple[str, str]]:
    part, whole = _TAX_INCLUDED
    total = german_digits(receipt.total_cents)
    tax = german_digits((receipt.total_cents * part + whole // 2) // whole)
    return [
        (f"{receipt.issued_on:%d.%m.%Y}", f"Bon {receipt.number:04d}"),
        ("", ""),
        *((text[:28], german_digits(cents)) for text, cents in receipt.items),
        ("", ""),
        ("Summe EUR", total),
        ("enthaltene USt 19 %", tax),
        ("Bar", total),
        ("", ""),
        ("Danke für Ihren Einkauf!", ""),
    ]


def scene_picture(caption: str, *, seed: int = 1) -> bytes:
    """Draw a courtyard with houses, trees, bunting and people, as JPEG."""
    chance = random.Random(f"{caption}{seed}")  # noqa: S311 - a drawing
    image = Image.new("RGB", (960, 640), (190 + chance.randrange(30), 220, 240))
    draw = ImageDraw.Draw(image)
    _houses(draw, chance)
    draw.rectangle((0, 430, 960, 640), fill=(140 + chance.randrange(40), 172, 110))
    for _ in range(4):
        _tree(draw, chance.randrange(60, 900), chance.randrange(400, 470), chance)
    _bunting(draw, chance)
    for _ in range(18):
        _person(draw, chance.randrange(40, 920), chance.randrange(470, 590), chance)
    draw.rectangle((0, 590, 960, 640), fill=(255, 255, 255))
    draw.text((24, 615), caption[:70], font=_font("600", 24), fill=_INK, anchor="lm")
    return _jpeg(image)


def _houses(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    left = 0
    while left < SCENE_WIDTH:
        width, top = chance.randrange(130, 220), chance.randrange(110, 220)
        wall = tuple(chance.randrange(150, 235) for _ in range(3))
        draw.rectangle((left, top, left + width, 440), fill=wall)
        for x in range(left + 18, left + width - 30, 44):
            for y in range(top + 24, 400, 62):
                draw.rectangle((x, y, x + 24, y + 36), fill=(236, 240, 245), outline=(120, 120, 130))
        left += width


def _tree(draw: ImageDraw.ImageDraw, x: int, y: int, chance: random.Random) -> None:
    green = (60 + chance.randrange(50), 120 + chance.randrange(50), 60)
    draw.rectangle((x - 8, y - 60, x + 8, y + 20), fill=(110, 80, 55))
    draw.ellipse((x - 60, y - 170, x + 60, y - 40), fill=green)


def _bunting(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.line((0, 250, 480, 290, 960, 245), fill=(90, 90, 90), width=2)
    for x in range(20, 940, 44):
        y = 250 + (40 * min(x, SCENE_WIDTH - x) // (SCENE_WIDTH // 2))
        draw.polygon([(x, y), (x + 26, y), (x + 13, y + 30)], fill=_colour(chance))


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, chance: random.Random) -> None:
    skin = chance.choice(((240, 205, 175), (200, 150, 115), (140, 95, 65), (95, 65, 45)))
    draw.rounded_rectangle((x - 13, y - 46, x + 13, y), 9, fill=_colour(chance))
    draw.ellipse((x - 10, y - 68, x + 10, y - 47), fill=skin)


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.choice(((200, 60, 60), (235, 160, 40), (60, 120, 190), (90, 150, 80), (150, 90, 170), (40, 60, 90)))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


@cache
def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / f"fira-sans-latin-{weight}-normal.woff2"), size)
