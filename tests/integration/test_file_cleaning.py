"""What is kept of an upload is looked into and cleaned; what is not what it seems is refused."""

import io

import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from app.core.errors import DomainError
from app.shell.files import cleaning
from app.shell.files.cleaning import clean
from app.shell.files.kinds import UnreadableFile, WrongFileType


def picture(kind="PNG", size=(40, 30), mode="RGB", colour=(10, 120, 40), **options):
    data = io.BytesIO()
    Image.new(mode, size, colour).save(data, kind, **options)
    return data.getvalue()


def document(**root):
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for key, value in root.items():
            pdf.Root[f"/{key}"] = value
        pdf.save(data)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_keeps_its_kind_and_what_it_shows(kind):
    cleaned = clean(picture(kind))
    with Image.open(io.BytesIO(cleaned.data)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == (kind, (40, 30), {})
    assert cleaned.pixels == clean(picture(kind)).pixels != clean(picture(kind, colour=(0, 0, 0))).pixels


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(clean(picture("JPEG", exif=exif)).data)) as shown:
        assert shown.size == (30, 40)


def test_a_large_photo_is_made_smaller_and_a_clear_one_lies_on_white():
    with Image.open(io.BytesIO(clean(picture("JPEG", (4000, 2000))).data)) as shown:
        assert max(shown.size) == cleaning.SIDE_MAX
    with Image.open(io.BytesIO(clean(picture(mode="RGBA", colour=(0, 0, 0, 0))).data)) as shown:
        assert shown.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "wrong-file-type"),
        (b"<html><script>alert(1)</script>", "wrong-file-type"),
        (b"GIF89a" + b"0" * 200, "wrong-file-type"),
        (b"PK\x03\x04" + b"0" * 200, "wrong-file-type"),
        (picture("JPEG")[:200], "unreadable-file"),
        (b"%PDF-1.7\n<script>", "unreadable-file"),
    ],
)
def test_what_is_not_what_it_seems_is_refused(data, code):
    with pytest.raises(DomainError) as refusal:
        clean(data)
    assert (refusal.value.code(), refusal.value.field) == (code, "file")


def test_a_bomb_of_pixels_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(cleaning, "PIXELS_MAX", 1000)
    with pytest.raises(UnreadableFile):
        clean(picture(size=(100, 100)))


def test_a_document_loses_scripts_forms_and_attached_files():
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(), EmbeddedFiles=pikepdf.Dictionary())
    cleaned = clean(document(OpenAction=action, AA=pikepdf.Dictionary(), AcroForm=pikepdf.Dictionary(), Names=names))
    with pikepdf.open(io.BytesIO(cleaned.data)) as shown:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(shown.Root.keys())
        assert list(shown.Root.Names.keys()) == []


def test_what_was_filled_into_a_form_stays_as_print():
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        letters = pikepdf.Dictionary(Helv=pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        look = {"DA": "/Helv 12 Tf 0 g", "FT": Name.Tx, "T": "summe", "V": "42,50 EUR"}
        field = pdf.make_indirect(pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[20, 20, 200, 50], **look))
        pdf.pages[0].Annots = pikepdf.Array([field])
        form = {"Fields": [field], "DR": pikepdf.Dictionary(Font=letters), "NeedAppearances": True}
        pdf.Root.AcroForm = pikepdf.Dictionary(**form)
        pdf.save(data)

    with pikepdf.open(io.BytesIO(clean(data.getvalue()).data)) as shown:
        page = shown.pages[0]
        printed = b"".join(form.read_bytes() for form in page.Resources.XObject.values())
        assert (b"42,50 EUR" in printed, "/Annots" in page, "/AcroForm" in shown.Root) == (True, False, False)


def test_a_document_is_no_photo():
    with pytest.raises(WrongFileType):
        clean(document(), kinds={"image"})
