"""initial."""

import sqlalchemy as sa
from alembic import op

from migrations.guards import statements

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('area',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('code', sa.String(length=6), nullable=False),
    sa.Column('district_name', sa.String(length=80), nullable=False),
    sa.Column('introduction', sa.String(length=2000), nullable=False),
    sa.Column('contact', sa.String(length=500), nullable=False),
    sa.Column('state', sa.Enum('planned', 'active', 'transition', 'closed', 'archived', name='areastate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('code', name=op.f('uq_area_code')),
    sa.UniqueConstraint('slug', name=op.f('uq_area_slug'))
    )
    op.create_table('audit_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tag', sa.String(length=60), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('line', sa.LargeBinary(), nullable=False),
    sa.Column('leaf_hash', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_event')),
    info={'housekeeping': True}
    )
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.create_index('ix_audit_event_area_id_id', ['area_id', 'id'], unique=False)
        batch_op.create_index('ix_audit_event_case_id', ['case_id'], unique=False)
        batch_op.create_index('ix_audit_event_subject_id', ['subject_id'], unique=False)

    op.create_table('audit_root',
    sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('root', sa.LargeBinary(), nullable=False),
    sa.Column('frontier', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('size', name=op.f('pk_audit_root')),
    info={'housekeeping': True}
    )
    op.create_table('carrier',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier')),
    sa.UniqueConstraint('name', name=op.f('uq_carrier_name'))
    )
    op.create_table('idempotency_key',
    sa.Column('owner', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('result', sa.Uuid(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('owner', 'key', name=op.f('pk_idempotency_key')),
    info={'housekeeping': True}
    )
    op.create_table('job',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('arguments', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('run_after', sa.DateTime(timezone=True), nullable=False),
    sa.Column('leased_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.String(length=500), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job')),
    info={'housekeeping': True}
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_done_at_run_after', ['done_at', 'run_after'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('locale', sa.String(length=20), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('totp_secret', sa.LargeBinary(), nullable=True),
    sa.Column('totp_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('totp_last_step', sa.BigInteger(), nullable=True),
    sa.Column('recovery_hashes', sa.JSON(), nullable=False),
    sa.Column('salt', sa.LargeBinary(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('erased_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('email', name=op.f('uq_person_email'))
    )
    op.create_table('access_token',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('scopes', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_access_token_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_token')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_access_token_token_hash'))
    )
    with op.batch_alter_table('access_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_token_person_id'), ['person_id'], unique=False)

    op.create_table('audit_pending',
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['audit_event.id'], name=op.f('fk_audit_pending_event_id')),
    sa.PrimaryKeyConstraint('event_id', name=op.f('pk_audit_pending')),
    info={'housekeeping': True}
    )
    op.create_table('audit_place',
    sa.Column('position', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('event_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['audit_event.id'], name=op.f('fk_audit_place_event_id')),
    sa.PrimaryKeyConstraint('position', name=op.f('pk_audit_place')),
    sa.UniqueConstraint('event_id', name=op.f('uq_audit_place_event_id')),
    info={'housekeeping': True}
    )
    op.create_table('carrier_assignment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('carrier_id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_carrier_assignment_dates_in_order')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_carrier_assignment_area_id')),
    sa.ForeignKeyConstraint(['carrier_id'], ['carrier.id'], name=op.f('fk_carrier_assignment_carrier_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_carrier_assignment'))
    )
    with op.batch_alter_table('carrier_assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_carrier_assignment_area_id'), ['area_id'], unique=False)

    op.create_table('fund',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('action_fund', 'project_fund', 'building_fund', 'network_fund', name='fundkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_fund_area_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund')),
    sa.UniqueConstraint('area_id', 'kind', name=op.f('uq_fund_area_id_kind'))
    )
    op.create_table('role_grant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Enum('applicant', 'juror', 'chair', 'staff', 'district', 'senate', 'auditor', 'administrator', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('granted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_role_grant_dates_in_order')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_role_grant_area_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_role_grant_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_grant'))
    )
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.create_index('ix_role_grant_area_id_role', ['area_id', 'role'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_grant_person_id'), ['person_id'], unique=False)

    op.create_table('sign_in_link',
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('next_url', sa.String(length=300), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_link_person_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_sign_in_link')),
    info={'housekeeping': True}
    )
    op.create_table('sign_in_session',
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_session_person_id')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_sign_in_session')),
    info={'housekeeping': True}
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_person_id'), ['person_id'], unique=False)

    op.create_table('stored_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('pixel_hash', sa.String(length=64), nullable=True),
    sa.Column('media_type', sa.String(length=60), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_stored_file_area_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stored_file'))
    )
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stored_file_pixel_hash'), ['pixel_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_stored_file_sha256'), ['sha256'], unique=False)

    op.create_table('body',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('jury', 'council', name='bodykind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_body_area_id')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_body_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_body'))
    )
    with op.batch_alter_table('body', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_body_area_id'), ['area_id'], unique=False)

    op.create_table('fund_year',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('budget_cents', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'open', 'spending_closed', 'settled', 'reported', name='fundyearstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('next_number', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('budget_cents > 0', name=op.f('ck_fund_year_budget_positive')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_fund_year_area_id')),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_fund_year_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fund_year')),
    sa.UniqueConstraint('fund_id', 'year', name=op.f('uq_fund_year_fund_id_year'))
    )
    with op.batch_alter_table('fund_year', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fund_year_area_id'), ['area_id'], unique=False)

    op.create_table('rule_book',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fund_id', sa.Uuid(), nullable=False),
    sa.Column('version_number', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('overrides', sa.JSON(), nullable=False),
    sa.Column('effective', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['fund_id'], ['fund.id'], name=op.f('fk_rule_book_fund_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rule_book')),
    sa.UniqueConstraint('fund_id', 'version_number', name=op.f('uq_rule_book_fund_id_version_number'))
    )
    op.create_table('call',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('text', sa.String(length=4000), nullable=False),
    sa.Column('opens_on', sa.Date(), nullable=False),
    sa.Column('cut_off_on', sa.Date(), nullable=False),
    sa.Column('session_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('draft', 'published', 'closed', 'in_session', 'decided', 'archived', name='callstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('opens_on <= cut_off_on AND cut_off_on <= session_on', name=op.f('ck_call_dates_in_order')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_call_area_id')),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_call_fund_year_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call'))
    )
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.create_index('ix_call_area_id_state', ['area_id', 'state'], unique=False)

    op.create_table('commitment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('booked_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_commitment_amount_positive')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_commitment_area_id')),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_commitment_fund_year_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_fund_year_id'), ['fund_year_id'], unique=False)

    op.create_table('jury_session',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('rule_book_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Enum('meeting', 'circular', name='sessionkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.String(length=160), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.String(length=5), nullable=False),
    sa.Column('place', sa.String(length=160), nullable=False),
    sa.Column('state', sa.Enum('planned', 'invited', 'open', 'quorate', 'inquorate', 'closed', 'minutes_draft', 'minutes_approved', 'published', name='sessionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_jury_session_area_id')),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_jury_session_body_id')),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_jury_session_fund_year_id')),
    sa.ForeignKeyConstraint(['rule_book_id'], ['rule_book.id'], name=op.f('fk_jury_session_rule_book_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jury_session'))
    )
    with op.batch_alter_table('jury_session', schema=None) as batch_op:
        batch_op.create_index('ix_jury_session_area_id_held_on', ['area_id', 'held_on'], unique=False)

    op.create_table('ledger_account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('budget', 'available', 'reserved', 'committed', 'in_transit', 'paid', 'spent', 'interest', 'authority', name='accountkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('floor_cents', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_ledger_account_fund_year_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_account')),
    sa.UniqueConstraint('fund_year_id', 'kind', name=op.f('uq_ledger_account_fund_year_id_kind'))
    )
    op.create_table('ledger_journal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('cause_kind', sa.String(length=40), nullable=False),
    sa.Column('cause_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('booked_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_ledger_journal_fund_year_id')),
    sa.ForeignKeyConstraint(['id'], ['ledger_posting.journal_id'], name='fk_ledger_journal_posted', initially='DEFERRED', deferrable=True, use_alter=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_journal')),
    sa.UniqueConstraint('cause_kind', 'cause_id', 'step', name=op.f('uq_ledger_journal_cause_kind_cause_id_step'))
    )
    with op.batch_alter_table('ledger_journal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_journal_case_id'), ['case_id'], unique=False)
        batch_op.create_index('ix_ledger_journal_fund_year_id_booked_at', ['fund_year_id', 'booked_at'], unique=False)

    op.create_table('seat',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('body_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], name=op.f('fk_seat_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat')),
    sa.UniqueConstraint('body_id', 'number', name=op.f('uq_seat_body_id_number'))
    )
    op.create_table('application',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('call_id', sa.Uuid(), nullable=True),
    sa.Column('rule_book_id', sa.Uuid(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=True),
    sa.Column('file_number', sa.String(length=40), nullable=True),
    sa.Column('applicant_id', sa.Uuid(), nullable=True),
    sa.Column('entered_by_id', sa.Uuid(), nullable=True),
    sa.Column('applicant_name', sa.String(length=120), nullable=False),
    sa.Column('applicant_email', sa.String(length=254), nullable=False),
    sa.Column('applicant_phone', sa.String(length=40), nullable=False),
    sa.Column('applicant_kind', sa.String(length=20), nullable=False),
    sa.Column('organisation', sa.String(length=160), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('summary', sa.String(length=4000), nullable=False),
    sa.Column('place', sa.String(length=160), nullable=False),
    sa.Column('themes', sa.JSON(), nullable=False),
    sa.Column('own_share', sa.String(length=1000), nullable=False),
    sa.Column('reasons', sa.String(length=4000), nullable=False),
    sa.Column('other_funding', sa.String(length=1000), nullable=False),
    sa.Column('own_funds_cents', sa.BigInteger(), nullable=False),
    sa.Column('action_from', sa.Date(), nullable=True),
    sa.Column('action_to', sa.Date(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'submitted', 'needs_info', 'withdrawn', 'lapsed', 'rejected_formal', 'admitted', 'scheduled', 'rejected', 'offer_reduced', 'declined', 'awarded_conditional', 'awarded', 'agreed', 'running', 'cancelled', 'awaiting_settlement', 'overdue', 'revoked', 'settlement_submitted', 'settlement_query', 'certified', 'finalised', 'second_payment_due', 'repayment_due', 'repayment_late', 'closed', 'anonymised', name='applicationstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('requested_cents', sa.BigInteger(), nullable=False),
    sa.Column('awarded_cents', sa.BigInteger(), nullable=False),
    sa.Column('paid_cents', sa.BigInteger(), nullable=False),
    sa.Column('recognised_cents', sa.BigInteger(), nullable=False),
    sa.Column('privacy_accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('action_to IS NULL OR action_from IS NULL OR action_to >= action_from', name=op.f('ck_application_dates_in_order')),
    sa.CheckConstraint('requested_cents >= 0 AND awarded_cents >= 0 AND paid_cents >= 0 AND own_funds_cents >= 0', name=op.f('ck_application_amounts_positive')),
    sa.ForeignKeyConstraint(['applicant_id'], ['person.id'], name=op.f('fk_application_applicant_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_application_area_id')),
    sa.ForeignKeyConstraint(['call_id'], ['call.id'], name=op.f('fk_application_call_id')),
    sa.ForeignKeyConstraint(['entered_by_id'], ['person.id'], name=op.f('fk_application_entered_by_id')),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_application_fund_year_id')),
    sa.ForeignKeyConstraint(['rule_book_id'], ['rule_book.id'], name=op.f('fk_application_rule_book_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application')),
    sa.UniqueConstraint('file_number', name=op.f('uq_application_file_number')),
    sa.UniqueConstraint('fund_year_id', 'number', name=op.f('uq_application_fund_year_id_number'))
    )
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.create_index('ix_application_applicant_id', ['applicant_id'], unique=False)
        batch_op.create_index('ix_application_area_id_state_due_on', ['area_id', 'state', 'due_on'], unique=False)
        batch_op.create_index('ix_application_area_id_submitted_at', ['area_id', 'submitted_at'], unique=False)

    op.create_table('attendance',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('left_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('left_at IS NULL OR left_at >= arrived_at', name=op.f('ck_attendance_moments_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_attendance_person_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_attendance_seat_id')),
    sa.ForeignKeyConstraint(['session_id'], ['jury_session.id'], name=op.f('fk_attendance_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance'))
    )
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.create_index('ix_attendance_session_id_seat_id', ['session_id', 'seat_id'], unique=False)
        batch_op.create_index('ix_attendance_there', ['session_id', 'seat_id'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))

    op.create_table('ledger_balance',
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('floor_cents', sa.BigInteger(), nullable=True),
    sa.Column('cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('floor_cents IS NULL OR cents >= floor_cents', name=op.f('ck_ledger_balance_floor')),
    sa.ForeignKeyConstraint(['account_id'], ['ledger_account.id'], name=op.f('fk_ledger_balance_account_id')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_ledger_balance'))
    )
    op.create_table('ledger_entry',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('journal_id', sa.Uuid(), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=False),
    sa.Column('cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('cents <> 0', name=op.f('ck_ledger_entry_not_zero')),
    sa.ForeignKeyConstraint(['account_id'], ['ledger_account.id'], name=op.f('fk_ledger_entry_account_id')),
    sa.ForeignKeyConstraint(['journal_id'], ['ledger_journal.id'], name=op.f('fk_ledger_entry_journal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry')),
    sa.UniqueConstraint('journal_id', 'account_id', name=op.f('uq_ledger_entry_journal_id_account_id'))
    )
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ledger_entry_account_id'), ['account_id'], unique=False)

    op.create_table('ledger_posting',
    sa.Column('journal_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['journal_id'], ['ledger_journal.id'], name=op.f('fk_ledger_posting_journal_id')),
    sa.PrimaryKeyConstraint('journal_id', name=op.f('pk_ledger_posting'))
    )
    op.create_table('seat_holding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_seat_holding_dates_in_order')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_seat_holding_person_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_seat_holding_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seat_holding'))
    )
    with op.batch_alter_table('seat_holding', schema=None) as batch_op:
        batch_op.create_index('ix_seat_holding_open', ['seat_id'], unique=True, sqlite_where=sa.text('valid_to IS NULL'), postgresql_where=sa.text('valid_to IS NULL'))
        batch_op.create_index(batch_op.f('ix_seat_holding_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_seat_holding_seat_id'), ['seat_id'], unique=False)

    op.create_table('agenda_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('listed', 'presented', 'recusals_settled', 'voting', 'decided', 'postponed', 'straw_poll', name='agendaitemstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_agenda_item_application_id')),
    sa.ForeignKeyConstraint(['session_id'], ['jury_session.id'], name=op.f('fk_agenda_item_session_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    sa.UniqueConstraint('session_id', 'application_id', name=op.f('uq_agenda_item_session_id_application_id')),
    sa.UniqueConstraint('session_id', 'position', name=op.f('uq_agenda_item_session_id_position'))
    )
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agenda_item_application_id'), ['application_id'], unique=False)

    op.create_table('application_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=True),
    sa.Column('is_from_office', sa.Boolean(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.String(length=4000), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_application_message_application_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_application_message_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_message'))
    )
    with op.batch_alter_table('application_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_application_message_application_id'), ['application_id'], unique=False)

    op.create_table('attachment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=160), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_attachment_application_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_attachment_file_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_application_id'), ['application_id'], unique=False)

    op.create_table('budget_line',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('text', sa.String(length=200), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_budget_line_amount_positive')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_budget_line_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_budget_line')),
    sa.UniqueConstraint('application_id', 'position', name=op.f('uq_budget_line_application_id_position'))
    )
    op.create_table('eligibility_check',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('checked_by_id', sa.Uuid(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('result', sa.String(length=10), nullable=False),
    sa.Column('reason_code', sa.String(length=40), nullable=True),
    sa.Column('tasks', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=4000), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_eligibility_check_application_id')),
    sa.ForeignKeyConstraint(['checked_by_id'], ['person.id'], name=op.f('fk_eligibility_check_checked_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_eligibility_check'))
    )
    with op.batch_alter_table('eligibility_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_eligibility_check_application_id'), ['application_id'], unique=False)

    op.create_table('payee_account',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('holder', sa.String(length=70), nullable=False),
    sa.Column('iban_sealed', sa.LargeBinary(), nullable=False),
    sa.Column('iban_tail', sa.String(length=4), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by_id', sa.Uuid(), nullable=True),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_payee_account_application_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['person.id'], name=op.f('fk_payee_account_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payee_account'))
    )
    with op.batch_alter_table('payee_account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payee_account_application_id'), ['application_id'], unique=False)

    op.create_table('repayment_claim',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('repaid_cents', sa.BigInteger(), nullable=False),
    sa.Column('claimed_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('interest_cents', sa.BigInteger(), nullable=False),
    sa.Column('interest_paid_cents', sa.BigInteger(), nullable=False),
    sa.Column('interest_state', sa.Enum('none', 'due', 'paid', 'waived', name='intereststate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_cents > 0 AND repaid_cents >= 0 AND repaid_cents <= amount_cents', name=op.f('ck_repayment_claim_amounts')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_repayment_claim_application_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_repayment_claim_area_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_repayment_claim')),
    sa.UniqueConstraint('application_id', name=op.f('uq_repayment_claim_application_id'))
    )
    op.create_table('settlement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=True),
    sa.Column('report', sa.String(length=8000), nullable=False),
    sa.Column('participants', sa.Integer(), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('certified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('certified_by_id', sa.Uuid(), nullable=True),
    sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ordered_by_id', sa.Uuid(), nullable=True),
    sa.Column('recognised_cents', sa.BigInteger(), nullable=True),
    sa.Column('flat_rate_cents', sa.BigInteger(), nullable=True),
    sa.Column('entitlement_cents', sa.BigInteger(), nullable=True),
    sa.Column('balance_payment_cents', sa.BigInteger(), nullable=True),
    sa.Column('repayment_cents', sa.BigInteger(), nullable=True),
    sa.Column('check_note', sa.String(length=4000), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['applicant_id'], ['person.id'], name=op.f('fk_settlement_applicant_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_settlement_application_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_settlement_area_id')),
    sa.ForeignKeyConstraint(['certified_by_id'], ['person.id'], name=op.f('fk_settlement_certified_by_id')),
    sa.ForeignKeyConstraint(['ordered_by_id'], ['person.id'], name=op.f('fk_settlement_ordered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlement')),
    sa.UniqueConstraint('application_id', name=op.f('uq_settlement_application_id'))
    )
    op.create_table('settlement_reminder',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_settlement_reminder_application_id')),
    sa.PrimaryKeyConstraint('application_id', 'level', name=op.f('pk_settlement_reminder'))
    )
    op.create_table('motion',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('agenda_item_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('rule_book_id', sa.Uuid(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('award_cents', sa.BigInteger(), nullable=False),
    sa.Column('reason', sa.String(length=2000), nullable=False),
    sa.Column('state', sa.Enum('open', 'closed', name='motionstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Enum('approved', 'approved_reduced', 'rejected', 'postponed', 'no_quorum', 'straw_poll', name='outcome', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('yes', sa.Integer(), nullable=True),
    sa.Column('no', sa.Integer(), nullable=True),
    sa.Column('abstain', sa.Integer(), nullable=True),
    sa.Column('decision', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('award_cents > 0', name=op.f('ck_motion_award_positive')),
    sa.ForeignKeyConstraint(['agenda_item_id'], ['agenda_item.id'], name=op.f('fk_motion_agenda_item_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_motion_application_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_motion_area_id')),
    sa.ForeignKeyConstraint(['rule_book_id'], ['rule_book.id'], name=op.f('fk_motion_rule_book_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_motion')),
    sa.UniqueConstraint('agenda_item_id', name=op.f('uq_motion_agenda_item_id'))
    )
    with op.batch_alter_table('motion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_motion_application_id'), ['application_id'], unique=False)

    op.create_table('payment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('payee_account_id', sa.Uuid(), nullable=True),
    sa.Column('payee_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.Enum('advance', 'balance', name='paymentkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('requested', 'certified_factual', 'certified_arithmetical', 'ordered', 'paid', 'rejected', 'cancelled', name='paymentstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('requested_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('rejected_reason', sa.String(length=500), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_payment_amount_positive')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_payment_application_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_payment_area_id')),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_payment_fund_year_id')),
    sa.ForeignKeyConstraint(['payee_account_id'], ['payee_account.id'], name=op.f('fk_payment_payee_account_id')),
    sa.ForeignKeyConstraint(['payee_id'], ['person.id'], name=op.f('fk_payment_payee_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment'))
    )
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_application_id'), ['application_id'], unique=False)
        batch_op.create_index('ix_payment_area_id_state', ['area_id', 'state'], unique=False)

    op.create_table('receipt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('settlement_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('payee', sa.String(length=160), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('recognised_cents', sa.BigInteger(), nullable=True),
    sa.Column('file_id', sa.Uuid(), nullable=True),
    sa.Column('is_on_paper', sa.Boolean(), nullable=False),
    sa.Column('state', sa.Enum('uploaded', 'query', 'recognised_full', 'recognised_partly', 'rejected', name='receiptstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('review_note', sa.String(length=1000), nullable=False),
    sa.Column('reviewed_by_id', sa.Uuid(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_receipt_amount_positive')),
    sa.CheckConstraint('recognised_cents IS NULL OR (recognised_cents >= 0 AND recognised_cents <= amount_cents)', name=op.f('ck_receipt_recognised_within')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_receipt_file_id')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['person.id'], name=op.f('fk_receipt_reviewed_by_id')),
    sa.ForeignKeyConstraint(['settlement_id'], ['settlement.id'], name=op.f('fk_receipt_settlement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt')),
    sa.UniqueConstraint('settlement_id', 'number', name=op.f('uq_receipt_settlement_id_number'))
    )
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.create_index('ix_receipt_issued_on_amount_cents', ['issued_on', 'amount_cents'], unique=False)

    op.create_table('recusal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('agenda_item_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('self', 'household', 'relative', 'board', 'supplier', 'other', name='conflictkind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agenda_item_id'], ['agenda_item.id'], name=op.f('fk_recusal_agenda_item_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recusal_person_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_recusal_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recusal')),
    sa.UniqueConstraint('agenda_item_id', 'seat_id', name=op.f('uq_recusal_agenda_item_id_seat_id'))
    )
    op.create_table('repayment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('claim_id', sa.Uuid(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('interest_cents', sa.BigInteger(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('booked_by_id', sa.Uuid(), nullable=False),
    sa.CheckConstraint('amount_cents > 0 OR interest_cents > 0', name=op.f('ck_repayment_something')),
    sa.ForeignKeyConstraint(['booked_by_id'], ['person.id'], name=op.f('fk_repayment_booked_by_id')),
    sa.ForeignKeyConstraint(['claim_id'], ['repayment_claim.id'], name=op.f('fk_repayment_claim_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_repayment'))
    )
    with op.batch_alter_table('repayment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_repayment_claim_id'), ['claim_id'], unique=False)

    op.create_table('settlement_photo',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('settlement_id', sa.Uuid(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('caption', sa.String(length=200), nullable=False),
    sa.Column('is_public', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_settlement_photo_file_id')),
    sa.ForeignKeyConstraint(['settlement_id'], ['settlement.id'], name=op.f('fk_settlement_photo_settlement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_settlement_photo'))
    )
    with op.batch_alter_table('settlement_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_settlement_photo_settlement_id'), ['settlement_id'], unique=False)

    op.create_table('award',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('fund_year_id', sa.Uuid(), nullable=False),
    sa.Column('motion_id', sa.Uuid(), nullable=False),
    sa.Column('rule_book_id', sa.Uuid(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.Enum('offered', 'binding', 'declined', 'cancelled', 'settled', name='awardstate', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('answer_by', sa.Date(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_award_amount_positive')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_award_application_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_award_area_id')),
    sa.ForeignKeyConstraint(['fund_year_id'], ['fund_year.id'], name=op.f('fk_award_fund_year_id')),
    sa.ForeignKeyConstraint(['motion_id'], ['motion.id'], name=op.f('fk_award_motion_id')),
    sa.ForeignKeyConstraint(['rule_book_id'], ['rule_book.id'], name=op.f('fk_award_rule_book_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_award')),
    sa.UniqueConstraint('application_id', name=op.f('uq_award_application_id')),
    sa.UniqueConstraint('motion_id', name=op.f('uq_award_motion_id'))
    )
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_award_fund_year_id'), ['fund_year_id'], unique=False)

    op.create_table('ballot',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('motion_id', sa.Uuid(), nullable=False),
    sa.Column('seat_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('choice', sa.Enum('yes', 'no', 'abstain', name='choice', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('cast_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['motion_id'], ['motion.id'], name=op.f('fk_ballot_motion_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_ballot_person_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_ballot_seat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ballot')),
    sa.UniqueConstraint('motion_id', 'seat_id', name=op.f('uq_ballot_motion_id_seat_id'))
    )
    op.create_table('payment_release',
    sa.Column('payment_id', sa.Uuid(), nullable=False),
    sa.Column('released_by_id', sa.Uuid(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('paid_on', sa.Date(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_payment_release_payment_id')),
    sa.ForeignKeyConstraint(['released_by_id'], ['person.id'], name=op.f('fk_payment_release_released_by_id')),
    sa.PrimaryKeyConstraint('payment_id', name=op.f('pk_payment_release'))
    )
    op.create_table('payment_signature',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('payment_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.Enum('certify_factual', 'certify_arithmetical', 'order', 'release', name='signaturestep', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['payment_id'], ['payment.id'], name=op.f('fk_payment_signature_payment_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_payment_signature_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_signature')),
    sa.UniqueConstraint('payment_id', 'step', name=op.f('uq_payment_signature_payment_id_step'))
    )
    op.create_table('receipt_cut',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('receipt_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Enum('NOT_PURPOSE', 'NOT_APPLIED_FOR', 'OUT_OF_PERIOD', 'OVER_PLAN', 'NO_RECEIPT', 'UNREADABLE', 'INCOMPLETE_RECEIPT', 'DUPLICATE', 'NOT_PAID', 'APPLICANT_FEE', 'MISSING_CONTRACT', 'MISSING_OFFERS', 'FOOD', 'ALCOHOL', 'TOBACCO', 'REFUNDABLE_DEPOSIT', 'FINE', 'TIP', 'INSURANCE', 'MEMBERSHIP', 'DISCOUNT', 'DOUBLE_FUNDING', 'OTHER', name='cutreason', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('amount_cents', sa.BigInteger(), nullable=False),
    sa.CheckConstraint('amount_cents > 0', name=op.f('ck_receipt_cut_amount_positive')),
    sa.ForeignKeyConstraint(['receipt_id'], ['receipt.id'], name=op.f('fk_receipt_cut_receipt_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt_cut'))
    )
    with op.batch_alter_table('receipt_cut', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receipt_cut_receipt_id'), ['receipt_id'], unique=False)

    op.create_table('receipt_message',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('receipt_id', sa.Uuid(), nullable=False),
    sa.Column('written_by_id', sa.Uuid(), nullable=True),
    sa.Column('is_from_office', sa.Boolean(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.String(length=2000), nullable=False),
    sa.ForeignKeyConstraint(['receipt_id'], ['receipt.id'], name=op.f('fk_receipt_message_receipt_id')),
    sa.ForeignKeyConstraint(['written_by_id'], ['person.id'], name=op.f('fk_receipt_message_written_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipt_message'))
    )
    with op.batch_alter_table('receipt_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_receipt_message_receipt_id'), ['receipt_id'], unique=False)

    op.create_table('agreement',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('area_id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('award_id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=True),
    sa.Column('document_hash', sa.String(length=64), nullable=False),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=True),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('qm_signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('qm_signed_by_id', sa.Uuid(), nullable=True),
    sa.Column('applicant_signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('applicant_signed_by_id', sa.Uuid(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['applicant_id'], ['person.id'], name=op.f('fk_agreement_applicant_id')),
    sa.ForeignKeyConstraint(['applicant_signed_by_id'], ['person.id'], name=op.f('fk_agreement_applicant_signed_by_id')),
    sa.ForeignKeyConstraint(['application_id'], ['application.id'], name=op.f('fk_agreement_application_id')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_agreement_area_id')),
    sa.ForeignKeyConstraint(['award_id'], ['award.id'], name=op.f('fk_agreement_award_id')),
    sa.ForeignKeyConstraint(['file_id'], ['stored_file.id'], name=op.f('fk_agreement_file_id')),
    sa.ForeignKeyConstraint(['qm_signed_by_id'], ['person.id'], name=op.f('fk_agreement_qm_signed_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreement')),
    sa.UniqueConstraint('application_id', name=op.f('uq_agreement_application_id')),
    sa.UniqueConstraint('award_id', name=op.f('uq_agreement_award_id'))
    )

    for statement in statements(op.get_bind().dialect.name):
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    op.drop_table('agreement')
    with op.batch_alter_table('receipt_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_receipt_message_receipt_id'))

    op.drop_table('receipt_message')
    with op.batch_alter_table('receipt_cut', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_receipt_cut_receipt_id'))

    op.drop_table('receipt_cut')
    op.drop_table('payment_signature')
    op.drop_table('payment_release')
    op.drop_table('ballot')
    with op.batch_alter_table('award', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_award_fund_year_id'))

    op.drop_table('award')
    with op.batch_alter_table('settlement_photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_settlement_photo_settlement_id'))

    op.drop_table('settlement_photo')
    with op.batch_alter_table('repayment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_repayment_claim_id'))

    op.drop_table('repayment')
    op.drop_table('recusal')
    with op.batch_alter_table('receipt', schema=None) as batch_op:
        batch_op.drop_index('ix_receipt_issued_on_amount_cents')

    op.drop_table('receipt')
    with op.batch_alter_table('payment', schema=None) as batch_op:
        batch_op.drop_index('ix_payment_area_id_state')
        batch_op.drop_index(batch_op.f('ix_payment_application_id'))

    op.drop_table('payment')
    with op.batch_alter_table('motion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_motion_application_id'))

    op.drop_table('motion')
    op.drop_table('settlement_reminder')
    op.drop_table('settlement')
    op.drop_table('repayment_claim')
    with op.batch_alter_table('payee_account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_payee_account_application_id'))

    op.drop_table('payee_account')
    with op.batch_alter_table('eligibility_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_eligibility_check_application_id'))

    op.drop_table('eligibility_check')
    op.drop_table('budget_line')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_application_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('application_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_application_message_application_id'))

    op.drop_table('application_message')
    with op.batch_alter_table('agenda_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agenda_item_application_id'))

    op.drop_table('agenda_item')
    with op.batch_alter_table('seat_holding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_seat_holding_seat_id'))
        batch_op.drop_index(batch_op.f('ix_seat_holding_person_id'))
        batch_op.drop_index('ix_seat_holding_open', sqlite_where=sa.text('valid_to IS NULL'), postgresql_where=sa.text('valid_to IS NULL'))

    op.drop_table('seat_holding')
    op.drop_table('ledger_posting')
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ledger_entry_account_id'))

    op.drop_table('ledger_entry')
    op.drop_table('ledger_balance')
    with op.batch_alter_table('attendance', schema=None) as batch_op:
        batch_op.drop_index('ix_attendance_there', sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.drop_index('ix_attendance_session_id_seat_id')

    op.drop_table('attendance')
    with op.batch_alter_table('application', schema=None) as batch_op:
        batch_op.drop_index('ix_application_area_id_submitted_at')
        batch_op.drop_index('ix_application_area_id_state_due_on')
        batch_op.drop_index('ix_application_applicant_id')

    op.drop_table('application')
    op.drop_table('seat')
    with op.batch_alter_table('ledger_journal', schema=None) as batch_op:
        batch_op.drop_index('ix_ledger_journal_fund_year_id_booked_at')
        batch_op.drop_index(batch_op.f('ix_ledger_journal_case_id'))

    op.drop_table('ledger_journal')
    op.drop_table('ledger_account')
    with op.batch_alter_table('jury_session', schema=None) as batch_op:
        batch_op.drop_index('ix_jury_session_area_id_held_on')

    op.drop_table('jury_session')
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitment_fund_year_id'))

    op.drop_table('commitment')
    with op.batch_alter_table('call', schema=None) as batch_op:
        batch_op.drop_index('ix_call_area_id_state')

    op.drop_table('call')
    op.drop_table('rule_book')
    with op.batch_alter_table('fund_year', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_fund_year_area_id'))

    op.drop_table('fund_year')
    with op.batch_alter_table('body', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_body_area_id'))

    op.drop_table('body')
    with op.batch_alter_table('stored_file', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stored_file_sha256'))
        batch_op.drop_index(batch_op.f('ix_stored_file_pixel_hash'))

    op.drop_table('stored_file')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_person_id'))

    op.drop_table('sign_in_session')
    op.drop_table('sign_in_link')
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_grant_person_id'))
        batch_op.drop_index('ix_role_grant_area_id_role')

    op.drop_table('role_grant')
    op.drop_table('fund')
    with op.batch_alter_table('carrier_assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_carrier_assignment_area_id'))

    op.drop_table('carrier_assignment')
    op.drop_table('audit_place')
    op.drop_table('audit_pending')
    with op.batch_alter_table('access_token', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_token_person_id'))

    op.drop_table('access_token')
    op.drop_table('person')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_done_at_run_after')

    op.drop_table('job')
    op.drop_table('idempotency_key')
    op.drop_table('carrier')
    op.drop_table('audit_root')
    with op.batch_alter_table('audit_event', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_event_subject_id')
        batch_op.drop_index('ix_audit_event_case_id')
        batch_op.drop_index('ix_audit_event_area_id_id')

    op.drop_table('audit_event')
    op.drop_table('area')
