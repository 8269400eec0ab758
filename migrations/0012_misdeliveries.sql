-- What the wrong recipient says, what they are asked, and addresses to which nothing is sent.

-- That a message is not for whoever has its link: each reason once for a delivery, and how often it was given.
create table misdeliveries (
  delivery_id uuid not null references deliveries on delete cascade,
  reason text not null,
  reports integer not null default 1,
  reported_at timestamptz not null default clock_timestamp(),
  -- When it last became an event, and when somebody was last told by mail.
  logged_at timestamptz,
  told_at timestamptz,
  primary key (delivery_id, reason)
);

-- Addresses and domains to which nothing is sent.
create table blocks (
  id uuid primary key,
  -- Null: for the whole organisation.
  unit_id uuid references units,
  -- ana@example.dk, example.dk for that domain alone, *.example.dk for every domain below it: in lower case and ASCII.
  pattern text not null,
  reason text not null,
  made_at timestamptz not null default clock_timestamp(),
  made_by uuid not null,
  lifted_at timestamptz,
  lifted_by uuid
);
create unique index blocks_standing on blocks (pattern, unit_id) nulls not distinct where lifted_at is null;
