"""Vendored files are what their table says, byte for byte."""

import hashlib
import tomllib
from pathlib import Path

import pytest

VENDOR = Path(__file__).parents[2] / "app" / "static" / "vendor"
TABLE = tomllib.loads((VENDOR / "VENDOR.toml").read_text(encoding="utf-8"))
SUMS_BY_FILE: dict[str, str] = {
    name: digest for package in TABLE["package"] for name, digest in package["files"].items()
}


@pytest.mark.parametrize("name", sorted(SUMS_BY_FILE))
def test_a_vendored_file_has_the_bytes_of_the_table(name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == SUMS_BY_FILE[name]


def test_no_vendored_file_is_missing_from_the_table() -> None:
    present = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert present - {"VENDOR.toml"} == set(SUMS_BY_FILE)


@pytest.mark.parametrize("package", TABLE["package"], ids=lambda package: package["name"])
def test_a_vendored_package_names_version_and_licence_and_carries_its_text(package: dict[str, str]) -> None:
    assert package["version"]
    assert package["licence"] in {"EUPL-1.2", "0BSD", "OFL-1.1"}
    assert package["licence_file"] in SUMS_BY_FILE


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    style = (VENDOR.parent / "app.css").read_text(encoding="utf-8")
    assert "//" not in style.replace("http://www.w3.org/2000/svg", "")
