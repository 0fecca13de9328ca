"""The application for a server: ``flask --app wsgi demo`` or ``gunicorn wsgi:app``."""

from app import create_app
from app.shell.jobs.worker import ring_from

app = create_app()
ring_from(app)
