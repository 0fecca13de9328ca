"""What is kept of an upload: judged by its bytes alone, pictures decoded and written anew, documents without what acts.

Pictures lose position data and hidden parts, documents lose scripts, forms and attachments; what was filled into a
form stays as print. Loaded when somebody sends the first file: what reads pictures and documents is large.
"""

import hashlib
import io
import warnings
from collections.abc import Collection
from typing import Any

import filetype
import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from app.shell.files.kinds import IMAGES, PDF, Cleaned, UnreadableFile, WrongFileType, types_of

ACTING = ("/OpenAction", "/AA", "/AcroForm", "/JavaScript", "/Outlines", "/AF", "/Collection")
SIDE_MAX = 3000
PIXELS_MAX = 60_000_000


def clean(data: bytes, kinds: Collection[str] = ("image", "pdf")) -> Cleaned:
    """Return what may be kept of these bytes, judged by the bytes alone."""
    found = filetype.guess(data)
    media_type = found.mime if found else ""
    if media_type not in types_of(kinds):
        raise WrongFileType
    return _clean_pdf(data) if media_type == PDF else _clean_image(data, media_type)


def _clean_image(data: bytes, media_type: str) -> Cleaned:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(IMAGES.values())) as opened:
                if opened.width * opened.height > PIXELS_MAX:
                    raise UnreadableFile
                opened.draft("RGB", (SIDE_MAX, SIDE_MAX))  # a large JPEG is decoded smaller, in less memory
                picture = ImageOps.exif_transpose(opened)
                picture.thumbnail((SIDE_MAX, SIDE_MAX))
                shown = _on_white(picture)
    except (
        OSError,
        ValueError,
        SyntaxError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise UnreadableFile from error
    out = io.BytesIO()
    options: dict[str, Any] = {} if media_type == "image/png" else {"quality": 85}
    shown.save(out, IMAGES[media_type], **options)
    size = f"{shown.width}x{shown.height}:".encode()
    return Cleaned(out.getvalue(), media_type, hashlib.sha256(size + shown.tobytes()).hexdigest())


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def _clean_pdf(data: bytes) -> Cleaned:
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            document.generate_appearance_streams()
            document.flatten_annotations("all")
            for key in ACTING:
                if key in document.Root:
                    del document.Root[key]
            if "/Names" in document.Root:
                for key in ("/JavaScript", "/EmbeddedFiles"):
                    if key in document.Root.Names:
                        del document.Root.Names[key]
            for page in document.pages:
                for key in ("/AA", "/Annots", "/AF"):
                    if key in page:
                        del page[key]
            out = io.BytesIO()
            document.save(out, deterministic_id=True)
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise UnreadableFile from error
    return Cleaned(out.getvalue(), PDF)
