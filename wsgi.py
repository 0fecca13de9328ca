"""The application for a server: ``flask --app wsgi demo`` or ``gunicorn wsgi:app``.

Nothing that is made while starting is ever garbage. Not looking for any saves a sixth of the start, and what is there
when the start is over is never looked through again: each request is a little cheaper, and worker processes go on
sharing these pages of memory with the one that started them.
"""

import gc

gc.disable()

from app.factory import create_app  # noqa: E402
from app.shell.jobs.bell import ring_from  # noqa: E402

app = create_app()
ring_from(app)
gc.freeze()
gc.enable()
