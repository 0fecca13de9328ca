"""The application for a server: ``flask --app wsgi demo`` or ``gunicorn wsgi:app``."""

from app import create_app

app = create_app()
