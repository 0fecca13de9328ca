-- What must never be, refused by the database itself (PostgreSQL). Statements end with a line that holds only "--;".

ALTER TABLE ledger_journal ADD CONSTRAINT fk_ledger_journal_posted
FOREIGN KEY (id) REFERENCES ledger_posting (journal_id) DEFERRABLE INITIALLY DEFERRED
--;
CREATE FUNCTION ledger_account_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO ledger_balance (account_id, floor_cents, cents) VALUES (NEW.id, NEW.floor_cents, 0);
  RETURN NULL;
END $$
--;
CREATE TRIGGER ledger_account_balance AFTER INSERT ON ledger_account
FOR EACH ROW EXECUTE FUNCTION ledger_account_balance()
--;
CREATE FUNCTION ledger_entry_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_posting WHERE journal_id = NEW.journal_id) THEN
    RAISE EXCEPTION 'ledger_entry_after_posting' USING ERRCODE = '23514', CONSTRAINT = 'ledger_entry_after_posting';
  END IF;
  IF (SELECT fund_year_id FROM ledger_account WHERE id = NEW.account_id)
    IS DISTINCT FROM (SELECT fund_year_id FROM ledger_journal WHERE id = NEW.journal_id) THEN
    RAISE EXCEPTION 'ledger_entry_same_year' USING ERRCODE = '23514', CONSTRAINT = 'ledger_entry_same_year';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER ledger_entry_allowed BEFORE INSERT ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_allowed()
--;
CREATE FUNCTION ledger_entry_balance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  UPDATE ledger_balance SET cents = cents + NEW.cents WHERE account_id = NEW.account_id;
  RETURN NULL;
END $$
--;
CREATE TRIGGER ledger_entry_balance AFTER INSERT ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION ledger_entry_balance()
--;
CREATE FUNCTION ledger_posting_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT COUNT(*) < 2 OR SUM(cents) <> 0 FROM ledger_entry WHERE journal_id = NEW.journal_id) THEN
    RAISE EXCEPTION 'ledger_posting_balanced' USING ERRCODE = '23514', CONSTRAINT = 'ledger_posting_balanced';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER ledger_posting_balanced BEFORE INSERT ON ledger_posting
FOR EACH ROW EXECUTE FUNCTION ledger_posting_balanced()
--;
CREATE FUNCTION ledger_balance_by_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION 'ledger_balance_by_entries' USING ERRCODE = '23514', CONSTRAINT = 'ledger_balance_by_entries';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER ledger_balance_by_entries BEFORE UPDATE ON ledger_balance
FOR EACH ROW EXECUTE FUNCTION ledger_balance_by_entries()
--;
CREATE FUNCTION payment_release_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT COUNT(DISTINCT step) FROM payment_signature WHERE payment_id = NEW.payment_id
    AND step IN ('certify_factual', 'certify_arithmetical', 'order')) <> 3
    OR EXISTS (
      SELECT 1 FROM payment_signature o JOIN payment_signature c ON c.payment_id = o.payment_id
      WHERE o.payment_id = NEW.payment_id AND o.step = 'order' AND c.step <> 'order' AND c.person_id = o.person_id)
    OR EXISTS (SELECT 1 FROM payment_signature WHERE payment_id = NEW.payment_id AND person_id = NEW.released_by_id)
    OR EXISTS (
      SELECT 1 FROM payment p WHERE p.id = NEW.payment_id AND (p.payee_id IS NOT DISTINCT FROM NEW.released_by_id
        OR p.amount_cents <> NEW.amount_cents
        OR EXISTS (SELECT 1 FROM payment_signature s WHERE s.payment_id = p.id
          AND (s.amount_cents <> p.amount_cents OR s.person_id = p.payee_id)))) THEN
    RAISE EXCEPTION 'payment_release_four_eyes' USING ERRCODE = '23514', CONSTRAINT = 'payment_release_four_eyes';
  END IF;
  RETURN NEW;
END $$
--;
CREATE TRIGGER payment_release_four_eyes BEFORE INSERT ON payment_release
FOR EACH ROW EXECUTE FUNCTION payment_release_four_eyes()
--;
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append_only' USING ERRCODE = '23514', CONSTRAINT = 'append_only';
END $$
--;
