"""What every test shares; the fixtures that build an application are fetched where a test may want one."""

import gc
from pathlib import Path

from hypothesis import settings as hypothesis_settings

UNITS = Path(__file__).parent / "unit"

hypothesis_settings.register_profile("quick", deadline=None, max_examples=25)
hypothesis_settings.register_profile("whole", deadline=None, max_examples=100)


def pytest_configure(config):
    """Ask laws briefly if nothing but units is asked for; else ask them longer and load the application's fixtures."""
    asked = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
    units = all(path.is_relative_to(UNITS) for path in asked)
    hypothesis_settings.load_profile("quick" if units else "whole")
    if not units:
        config.pluginmanager.import_plugin("tests.fixtures")


def pytest_collection_finish():
    """Never look for garbage among what was loaded before the first test."""
    gc.freeze()
