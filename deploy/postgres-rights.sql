-- What the service may do, as kiezfonds_owner, after every upgrade.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO kiezfonds_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kiezfonds_app;
-- Log, ledger, ballots and signatures are only ever read and added to.
REVOKE UPDATE, DELETE ON audit_event, audit_place, audit_root, ballot, bank_file_entry, eligibility_check, ledger_account, ledger_entry,
  ledger_journal, ledger_posting, ledger_balance, payment_release, payment_signature, rule_book FROM kiezfonds_app;
