-- Searching the evidence, and handing it out.

-- Addresses are found whole or by their beginning, whatever the collation, newest message first. Also what asks for an
-- address alone uses the second.
create index messages_sender on messages (lower(sender_address) text_pattern_ops, id desc);
drop index deliveries_email;
create index deliveries_email on deliveries (lower(email) text_pattern_ops, message_id desc);

-- Where most deliveries never come, or where they end: those in between are found by walking from the newest on, and cost
-- nothing here as they change.
create index deliveries_rare on deliveries (status, message_id desc)
  where status not in ('sent', 'notified', 'opened');
create index events_rare on events (type, message desc)
  where message is not null and type not in ('message.accepted', 'delivery.available', 'delivery.notified',
    'delivery.notice_confirmed', 'delivery.link_followed', 'delivery.code_sent', 'delivery.code_verified',
    'delivery.opened', 'delivery.content_sent');

-- A file of evidence that somebody at the desk asked for. What it is narrowed to stands in the committed fields of its event.
create table exports (
  id uuid primary key,
  -- `export.made`.
  event uuid not null,
  person_id uuid not null references people,
  -- Whose messages it holds; null: everything.
  units uuid[],
  format text not null check (format in ('csv', 'excel', 'jsonl')),
  made_at timestamptz not null default clock_timestamp(),
  -- `ended`: it will never be done, for what it asks for was erased or work on it was given up.
  state text not null default 'waiting' check (state in ('waiting', 'working', 'done', 'ended')),
  -- The tree that it is of, and the entries that it goes through: from "first" to before "last".
  log integer not null,
  size bigint not null,
  checkpoint text,
  first bigint not null default 0,
  last bigint not null,
  -- The index from which to go on; rows and bytes up to there.
  next bigint not null default 0,
  rows bigint not null default 0,
  bytes bigint not null default 0,
  sha256 text,
  -- Of the file's own data key, as `wraps` has it.
  kid text not null,
  jwe text not null,
  -- The signed statement of what the file holds, sealed.
  manifest bytea,
  done_at timestamptz
);
create index exports_person on exports (person_id, id desc);
create index exports_made on exports (made_at);

-- A file's parts, each a sealed blob of its own.
create table export_parts (
  export uuid not null references exports on delete cascade,
  part integer not null,
  blob text not null,
  -- Bytes and rows in it, and the byte of the file and the index with which it begins.
  bytes bigint not null,
  rows integer not null,
  first_byte bigint not null,
  first_index bigint not null,
  last_index bigint not null,
  sha256 text not null,
  primary key (export, part)
);
