"""Addresses are built once: a page of forty links asks for the same ones again and again."""

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request

KEPT_MOST = 16_384


class House(Flask):
    """The application: Flask, with a memory for the addresses of its own pages."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Begin with an empty memory."""
        self._kept_address = lru_cache(KEPT_MOST)(self._built)
        super().__init__(*args, **options)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """Build an address; one inside the application comes from memory when it was built before."""
        if not has_request_context() or endpoint.startswith(".") or any(name.startswith("_") for name in values):
            return super().url_for(endpoint, **values)
        try:
            return self._kept_address(request.root_path, endpoint, tuple(values.items()))
        except TypeError:  # a value that cannot be remembered, such as a list
            return super().url_for(endpoint, **values)

    def _built(self, _root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return super().url_for(endpoint, **dict(values))
