-- Others who read: whom a recipient names, colleagues to whom a mailbox passes a message on, members of a mailbox.

-- The delivery from which this one was made by its recipient: for a reader whom they named, or passed on.
alter table deliveries add column parent_id uuid;
alter table deliveries add column parted text;
create index deliveries_parent on deliveries (parent_id) where parent_id is not null;

create table mailboxes (
  id uuid primary key,
  -- Who keeps it, and for whose messages it counts; null: the whole organisation.
  unit_id uuid references units,
  address text not null,
  name text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create unique index mailboxes_address on mailboxes (lower(address), unit_id) nulls not distinct where deleted_at is null;

create table mailbox_members (
  id uuid primary key,
  mailbox_id uuid not null references mailboxes on delete cascade,
  name text not null,
  -- E.164.
  phone text not null,
  language text check (language in ('da', 'sv', 'en')),
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index mailbox_members_mailbox on mailbox_members (mailbox_id);

-- The member whom a code went to, and as whom a session opened a delivery; null: the recipient themselves.
alter table codes add column member_id uuid;
alter table session_deliveries add column member_id uuid;
create index codes_member on codes (member_id) where member_id is not null;
create index session_deliveries_member on session_deliveries (member_id) where member_id is not null;

-- Who keeps the list of members themselves, by a link to the mailbox's own address and a code to their own phone.
alter table mailbox_members add column is_owner boolean not null default false;
alter table mailbox_members add column owner_seen_at timestamptz;

-- One for each mailbox at most: a new invitation ends the one before, with its codes and sessions.
create table mailbox_links (
  id uuid primary key,
  mailbox_id uuid not null unique references mailboxes on delete cascade,
  -- SHA-256.
  token_hash bytea not null unique,
  wrong_tries integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create table mailbox_codes (
  id uuid primary key,
  link_id uuid not null references mailbox_links on delete cascade,
  member_id uuid not null references mailbox_members on delete cascade,
  via text not null check (via in ('sms', 'call')),
  -- Argon2id, with the pepper that `kid` names.
  hash text not null,
  kid text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  attempted_at timestamptz,
  outcome text,
  used_at timestamptz,
  -- The code itself, for a call to read out.
  sealed text
);
create index mailbox_codes_link on mailbox_codes (link_id, created_at);

create table mailbox_sessions (
  -- SHA-256.
  id_hash bytea primary key,
  link_id uuid not null references mailbox_links on delete cascade,
  member_id uuid not null references mailbox_members on delete cascade,
  last_seen_at timestamptz not null default now()
);
create index mailbox_sessions_member on mailbox_sessions (member_id);
