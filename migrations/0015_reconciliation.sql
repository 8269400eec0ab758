-- What the daily count found, and addresses that stay silent.

-- One row for each count: while it is under way how far it has come, then what it found. Ids, codes and numbers only.
create table reconciliations (
  id uuid primary key,
  asked_at timestamptz not null default clock_timestamp(),
  -- Deliveries that were counted so far, and how many there are to count.
  counted integer not null default 0,
  total integer not null default 0,
  -- Null: under way.
  made_at timestamptz,
  messages integer,
  deliveries integer,
  -- Deliveries in each status, as the events have it.
  states jsonb,
  differences integer,
  findings jsonb
);
create index reconciliations_made on reconciliations (made_at);

-- Addresses and domains of which nobody has ever opened anything. No address stands here: the deliveries name it, and with
-- one of their recipients it is forgotten.
create table silences (
  id uuid primary key,
  -- The newest of those that were never opened.
  deliveries uuid[] not null,
  -- The whole domain of their addresses, not one address alone.
  whole_domain boolean not null,
  -- The known domain that it looks like.
  resembles text,
  messages integer not null,
  -- When the first of them was sent, and when it was first listed.
  since timestamptz not null,
  listed_at timestamptz not null,
  -- Senders and the owners of systems were told.
  told_at timestamptz,
  -- Somebody said that it is right so.
  closed_at timestamptz,
  closed_by uuid
);

-- When the owner of a system was last told of addresses that stay silent.
alter table systems add column silence_told_at timestamptz;
