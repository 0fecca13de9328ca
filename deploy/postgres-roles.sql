-- A city's set-up, once, as the administrator of the server and inside the database of the service:
-- tables belong to kiezfonds_owner, who runs `flask --app wsgi db upgrade`; the service signs in as kiezfonds_app.
-- Give both a password or another way to sign in, then run the upgrade, then postgres-rights.sql.
CREATE ROLE kiezfonds_owner LOGIN;
CREATE ROLE kiezfonds_app LOGIN;
GRANT USAGE, CREATE ON SCHEMA public TO kiezfonds_owner;
GRANT USAGE ON SCHEMA public TO kiezfonds_app;
