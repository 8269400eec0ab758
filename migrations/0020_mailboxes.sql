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
