-- What must never be, refused by the database itself (SQLite). Statements end with a line that holds only "--;".

CREATE TRIGGER ledger_account_balance AFTER INSERT ON ledger_account BEGIN
  INSERT INTO ledger_balance (account_id, floor_cents, cents) VALUES (NEW.id, NEW.floor_cents, 0);
END
--;
CREATE TRIGGER ledger_entry_after_posting BEFORE INSERT ON ledger_entry
WHEN EXISTS (SELECT 1 FROM ledger_posting WHERE journal_id = NEW.journal_id) BEGIN
  SELECT RAISE(ABORT, 'ledger_entry_after_posting');
END
--;
CREATE TRIGGER ledger_entry_same_year BEFORE INSERT ON ledger_entry
WHEN (SELECT fund_year_id FROM ledger_account WHERE id = NEW.account_id)
  IS NOT (SELECT fund_year_id FROM ledger_journal WHERE id = NEW.journal_id) BEGIN
  SELECT RAISE(ABORT, 'ledger_entry_same_year');
END
--;
CREATE TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry BEGIN
  UPDATE ledger_balance SET cents = cents + NEW.cents WHERE account_id = NEW.account_id;
END
--;
CREATE TRIGGER ledger_posting_balanced BEFORE INSERT ON ledger_posting
WHEN (SELECT COUNT(*) < 2 OR SUM(cents) <> 0 FROM ledger_entry WHERE journal_id = NEW.journal_id) BEGIN
  SELECT RAISE(ABORT, 'ledger_posting_balanced');
END
--;
CREATE TRIGGER ledger_balance_by_entries BEFORE UPDATE ON ledger_balance
WHEN NEW.account_id IS NOT OLD.account_id OR NEW.floor_cents IS NOT OLD.floor_cents OR NEW.cents IS NOT
  (SELECT COALESCE(SUM(cents), 0) FROM ledger_entry WHERE account_id = OLD.account_id) BEGIN
  SELECT RAISE(ABORT, 'ledger_balance_by_entries');
END
--;
CREATE TRIGGER payment_release_four_eyes BEFORE INSERT ON payment_release
WHEN (SELECT COUNT(DISTINCT step) FROM payment_signature WHERE payment_id = NEW.payment_id
    AND step IN ('certify_factual', 'certify_arithmetical', 'order')) <> 3
  OR EXISTS (
    SELECT 1 FROM payment_signature o JOIN payment_signature c ON c.payment_id = o.payment_id
    WHERE o.payment_id = NEW.payment_id AND o.step = 'order' AND c.step <> 'order' AND c.person_id = o.person_id)
  OR EXISTS (SELECT 1 FROM payment_signature WHERE payment_id = NEW.payment_id AND person_id = NEW.released_by_id)
  OR EXISTS (
    SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND (p.payee_id = NEW.released_by_id
      OR p.amount_cents <> NEW.amount_cents
      OR EXISTS (SELECT 1 FROM payment_signature s WHERE s.payment_id = p.id
        AND (s.amount_cents <> p.amount_cents OR s.person_id = p.payee_id))))
BEGIN
  SELECT RAISE(ABORT, 'payment_release_four_eyes');
END
--;
