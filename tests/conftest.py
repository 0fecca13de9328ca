"""What every test shares; the fixtures that build an application are fetched where a test may want one."""

import gc
from pathlib import Path

from hypothesis import settings as hypothesis_settings

UNITS = Path(__file__).parent / "unit"

hypothesis_settings.register_profile("house", deadline=None, max_examples=100)
hypothesis_settings.load_profile("house")


def pytest_configure(config):
    """Load the application's fixtures unless nothing but units is asked for, which need no application."""
    asked = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
    if not all(path.is_relative_to(UNITS) for path in asked):
        config.pluginmanager.import_plugin("tests.fixtures")


def pytest_collection_finish():
    """Never look for garbage among what was loaded before the first test."""
    gc.freeze()
