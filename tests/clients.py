"""Clients for tests of the web doors: each request stands in a context of its own, as on a server."""

import secrets
from datetime import timedelta

from flask import has_app_context
from flask.testing import FlaskClient

from app.core.clock import utc_now
from app.people.actors import actor_of
from app.people.commands import create_access_token, start_session
from app.shell.database import db
from app.shell.work import acting


class FreshClient(FlaskClient):
    """A client whose requests share nothing with the test's own context: who is signed in is asked each time."""

    def open(self, *args, **kwargs):
        """Send a request; afterwards the test's own session looks at the database anew."""
        with self.application.app_context():
            answer = super().open(*args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return answer


def signed_in(app, person_id):
    """Return a browser in which this person is signed in with a second factor; form tokens are not asked."""
    app.config["WTF_CSRF_ENABLED"] = app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    token, now = secrets.token_hex(16), utc_now()
    with acting(actor_of(person_id, now), now=now) as work:
        start_session(work, person_id=person_id, token=token, second_factor_at=now)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client


def token_of(app, person_id, *scopes):
    """Return a new access token of this person (all scopes by default)."""
    token, now = secrets.token_hex(16), utc_now()
    actor = actor_of(person_id, now)
    with acting(actor, now=now) as work:
        values = {"name": "Test", "scopes": list(scopes or ("read", "write")), "expires_on": now.date() + timedelta(days=90)}
        create_access_token(work, person_id=person_id, token=token, **values)
    return token


def program(app, person_id, *scopes):
    """Return a client of the API that acts for this person with an access token (all scopes by default)."""
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token_of(app, person_id, *scopes)}"
    return client
