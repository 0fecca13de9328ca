"""A small world for tests, made through the commands."""


class World:
    """A neighbourhood with fund, rules, office and jury."""

    def __init__(self, app):
        self.app = app
