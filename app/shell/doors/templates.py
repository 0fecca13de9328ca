"""Templates are compiled once for each language: a sentence without facts is then part of the page, and said for nothing."""

from functools import cached_property
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer

from app.shell.doors.context import LOCALES
from app.shell.doors.language import plainly

SOURCE = "de"


class Said(NodeTransformer):
    """Puts a sentence in the place of the call that asks for it, where it is all the call says."""

    def __init__(self, language: str) -> None:
        """Translate into a language."""
        self._language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named for the node
        """Translate ``_("…")``; a call with facts stays."""
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=str(text))], kwargs=[], dyn_args=None, dyn_kwargs=None):
                return nodes.TemplateData(plainly(text, self._language), lineno=node.lineno)
        return self.generic_visit(node)


class Speaker(CodeGenerator):
    """Compiles a template in the language of its environment."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Translate, then compile."""
        Said(self.environment.language).visit(node)  # type: ignore[attr-defined]
        super().visit_Template(node, frame)


class Templates(Environment):
    """All templates in one language; `in_each` holds an environment for every other."""

    code_generator_class = Speaker
    language = SOURCE

    @cached_property
    def in_each(self) -> dict[str, "Templates"]:
        """Return the environment of each language; they differ in nothing else, and share what templates may call."""
        each: dict[str, Any] = {SOURCE: self}
        for code in LOCALES:
            if code != SOURCE:
                each[code] = self.overlay()
                each[code].language, each[code].in_each = code, each
        return each
