-- A city's set-up: tables belong to kiezfonds_owner (runs `flask db upgrade`), the service signs in as kiezfonds_app.
CREATE ROLE kiezfonds_owner LOGIN;
CREATE ROLE kiezfonds_app LOGIN;
GRANT CONNECT ON DATABASE kiezfonds TO kiezfonds_app;
GRANT USAGE ON SCHEMA public TO kiezfonds_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kiezfonds_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kiezfonds_app;
-- Log, ledger, ballots and signatures are only ever read and added to.
REVOKE UPDATE, DELETE ON audit_event, audit_place, audit_root, ballot, bank_file_entry, eligibility_check, ledger_account, ledger_entry,
  ledger_journal, ledger_posting, ledger_balance, payment_release, payment_signature, rule_book FROM kiezfonds_app;
