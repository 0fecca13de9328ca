"""Changing people: accounts, roles, signing in, second factor, access tokens; one module a noun."""

from app.people.commands.accounts import change_profile, create_person, end_others, set_password
from app.people.commands.roles import end_role, grant_role, invite_person
from app.people.commands.second_factor import (
    begin_second_factor,
    check_second_factor,
    confirm_second_factor,
    remove_second_factor,
)
from app.people.commands.signing_in import (
    change_email,
    end_all_sessions,
    end_session,
    forget_ended,
    make_link,
    note_seen,
    request_link,
    request_new_email,
    reset_password,
    start_session,
    use_link,
)
from app.people.commands.tokens import create_access_token, revoke_access_token

__all__ = [
    "begin_second_factor",
    "change_email",
    "change_profile",
    "check_second_factor",
    "confirm_second_factor",
    "create_access_token",
    "create_person",
    "end_all_sessions",
    "end_others",
    "end_role",
    "end_session",
    "forget_ended",
    "grant_role",
    "invite_person",
    "make_link",
    "note_seen",
    "remove_second_factor",
    "request_link",
    "request_new_email",
    "reset_password",
    "revoke_access_token",
    "set_password",
    "start_session",
    "use_link",
]
