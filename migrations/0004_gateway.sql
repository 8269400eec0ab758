-- Mail that comes and goes by SMTP.

-- A message that a system sent in the name of a person belongs to both.
alter table messages drop constraint messages_check;
alter table messages add check (num_nonnulls(person_id, system_id) > 0);
-- The Message-ID of the mail that it came as, without angle brackets; by it the sender finds it again.
alter table messages add column mail_id text;

-- When the owner was last told of the system's failures: the first is told at once, the rest are gathered.
alter table systems add column owner_told_at timestamptz;

-- One-time links that sign in a person who has no password. Only the SHA-256 of the token is kept.
create table sign_in_links (
  token_hash bytea primary key,
  person_id uuid not null references people on delete cascade,
  -- The message that the link leads to, where it came with a mail about one.
  message_id uuid,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_links_expiry on sign_in_links (expires_at);

-- Bad outcomes that somebody must be told of. Rows name people: erasing a message deletes its rows here.
create table failures (
  id uuid primary key,
  -- Of no row in messages where the whole mail was refused.
  message_id uuid not null,
  delivery_id uuid,
  person_id uuid,
  system_id uuid,
  recipient text not null,
  -- The sender's Message-ID, and when the message was sent.
  mail_id text,
  sent_at timestamptz not null default clock_timestamp(),
  about text not null,
  reason text,
  at timestamptz not null default clock_timestamp(),
  -- The mail that tells the sender, and the one that tells the system's owner; null: not gathered yet.
  sender_notice uuid,
  owner_notice uuid
);
create index failures_sender on failures (at) where sender_notice is null;
create index failures_owner on failures (system_id, at) where owner_notice is null and system_id is not null;
create index failures_sender_notice on failures (sender_notice) where sender_notice is not null;
create index failures_owner_notice on failures (owner_notice) where owner_notice is not null;
create index failures_message on failures (message_id);

-- What was decided about sending, newest last. Nothing is changed here: each decision is a row of its own.
create table policies (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  policy jsonb not null
);

-- Decisions are about no message.
alter table events alter column message drop not null;
alter table event_fields alter column message drop not null;

-- Units, people and systems are deactivated and never deleted, and each message names them as they were just read: asking
-- again for each message costs a tenth of its acceptance.
alter table messages drop constraint messages_unit_id_fkey;
alter table messages drop constraint messages_person_id_fkey;
alter table messages drop constraint messages_system_id_fkey;
alter table idempotency_keys drop constraint idempotency_keys_system_id_fkey;

-- Sealed content cannot be compressed; do not try.
alter table parts alter column sealed set storage external;
