"""The house rules a reader relies on: small modules, one commit, no hidden imports, no workplace words."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "app").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_says_what_it_owns_and_hides_no_import(path):
    text = path.read_text()
    tree = ast.parse(text)

    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(tree) or not text.strip()
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [inner.lineno for function in functions for inner in ast.walk(function) if isinstance(inner, ast.Import | ast.ImportFrom)]
    assert hidden == [], f"imports inside functions at {hidden}"


def test_there_is_one_commit_in_the_whole_application():
    commits = [f"{path.relative_to(ROOT)}" for path in MODULES for _ in re.findall(r"\.commit\(\)", path.read_text())]
    assert commits == ["app/shell/work.py"]


def test_the_short_files_stay_short():
    assert len((ROOT / "tests/conftest.py").read_text().splitlines()) <= 120
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150


def test_the_floors_hold():
    run = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_lock_files_name_no_host():
    for name in ("requirements.txt", "requirements-test.txt"):
        assert "://" not in (ROOT / name).read_text()
