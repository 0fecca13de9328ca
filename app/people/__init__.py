"""People, «Personen, Rollen»: accounts, sign-in, roles by area with dates, access tokens.

Words: a *person* holds *role grants*; a browser that is signed in has a *sign-in session* (a row, so that signing out
ends every copy of the cookie); a *sign-in link* comes by mail and works once. Staff, district, senate, auditors and
administrators need a second factor; without it their roles do not count.
"""
