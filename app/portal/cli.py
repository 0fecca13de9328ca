"""The glossary: one English word for each German word, collected from the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click

APP = Path(__file__).resolve().parents[1]
_GERMAN = re.compile(r"«([^»]+)»")


@click.command()
def glossary() -> None:
    """Print identifier, German term and module of every class that names its German term."""
    rows = sorted(entries(APP))
    width = max((len(name) for name, _term, _module in rows), default=0)
    for name, term, module in rows:
        click.echo(f"{name:<{width}}  {term}  ({module})")


def entries(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (class name, German term, module) for classes whose docstring begins with «…» in its first line."""
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(path.relative_to(folder.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and (term := _term(node)):
                yield node.name, term, module


def _term(node: ast.ClassDef) -> str:
    lines = (ast.get_docstring(node) or "").splitlines()
    found = _GERMAN.search(lines[0]) if lines else None
    return found[1] if found else ""
