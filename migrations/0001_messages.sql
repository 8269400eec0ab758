-- One row: the random id by which evidence names the installation itself.
create table installation (
  id uuid primary key default gen_random_uuid()
);
insert into installation default values;

-- Who writes.

create table units (
  id uuid primary key,
  name text not null,
  outward_name text not null,
  created_at timestamptz not null default now()
);

create table people (
  id uuid primary key,
  unit_id uuid not null references units,
  email text not null,
  name text not null,
  role text not null check (role in ('sender', 'compliance', 'admin')),
  password_hash text,
  created_at timestamptz not null default now(),
  deactivated_at timestamptz
);
create unique index people_email on people (lower(email));

-- One-time links with which a person sets a password. Only the SHA-256 of the token is kept.
create table welcome_links (
  token_hash bytea primary key,
  -- null: the link makes the first administrator.
  person_id uuid references people on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table staff_sessions (
  id_hash bytea primary key,
  person_id uuid not null references people on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
);
create index staff_sessions_person on staff_sessions (person_id);

create table systems (
  id uuid primary key,
  unit_id uuid not null references units,
  owner_id uuid references people,
  name text not null,
  secret_hash bytea not null unique,
  senders text[] not null,
  networks cidr[] not null default '{}',
  is_admin boolean not null default false,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create unique index systems_name on systems (lower(name));

-- A contact of one unit, or of the whole organisation where unit_id is null.
create table contacts (
  id uuid primary key,
  unit_id uuid references units,
  email text not null,
  name text,
  phone text,
  language text check (language in ('da', 'sv', 'en')),
  updated_at timestamptz not null default now()
);
create unique index contacts_email on contacts (lower(email), unit_id) nulls not distinct;

-- What is written. Content lies sealed: small parts here, large ones in blobs.

create table messages (
  id uuid primary key,
  unit_id uuid not null references units,
  person_id uuid references people,
  system_id uuid references systems,
  sender_address text not null,
  created_at timestamptz not null default clock_timestamp(),
  check (num_nonnulls(person_id, system_id) = 1)
);
create index messages_person on messages (person_id, id desc) where person_id is not null;
create index messages_system on messages (system_id, id desc) where system_id is not null;
create index messages_unit on messages (unit_id, id desc);

create table parts (
  message_id uuid not null references messages on delete cascade,
  part integer not null,
  size bigint not null,
  sealed bytea,
  blob text,
  primary key (message_id, part),
  check (num_nonnulls(sealed, blob) = 1)
);

-- A blob is listed here before its first byte is written and struck out by the transaction that accepts
-- its message, so what a crash or a cut upload leaves behind is found and deleted.
create table staged_blobs (
  key text primary key,
  staged_at timestamptz not null default now()
);

-- No check constraints here nor on events: PostgreSQL parses them anew in every statement that writes a row, and
-- every reading does.
create table deliveries (
  id uuid primary key,
  message_id uuid not null references messages on delete cascade,
  position integer not null,
  email text not null,
  name text,
  phone text,
  language text not null,
  reference text not null unique,
  status text not null,
  reason text,
  seq integer not null default 0,
  expires_at timestamptz not null,
  wrong_tries integer not null default 0,
  unlocks integer not null default 0,
  fetches integer not null default 0,
  fetches_logged_at timestamptz,
  refusals integer not null default 0,
  refusals_logged_at timestamptz,
  -- The seq of the first opening; null while nobody has opened.
  opened_seq integer,
  unique (message_id, position)
) with (fillfactor = 80);
create index deliveries_expiry on deliveries (expires_at)
  where status in ('held', 'sent', 'notified', 'opened', 'reported', 'locked');
create index deliveries_email on deliveries (lower(email));

-- The message's data key, sealed for one delivery, or for the sender where delivery_id is null.
create table wraps (
  id uuid primary key,
  message_id uuid not null references messages on delete cascade,
  -- Of the same message, which ends both: a reference of its own would be checked at every insert for nothing.
  delivery_id uuid,
  kid text not null,
  jwe text not null
);
create unique index wraps_delivery on wraps (message_id, delivery_id) nulls not distinct;

create table link_tokens (
  hash bytea primary key,
  delivery_id uuid not null references deliveries on delete cascade,
  created_at timestamptz not null default now()
);
create index link_tokens_delivery on link_tokens (delivery_id);

-- Codes, and the attempts to bring them to a phone.

create table codes (
  id uuid primary key,
  delivery_id uuid not null references deliveries on delete cascade,
  purpose text not null check (purpose in ('opening', 'acknowledgement', 'deletion', 'receipt')),
  via text not null check (via in ('sms', 'call')),
  hash text not null,
  kid text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  -- The attempt: set and committed before the provider is called, so an unknown outcome is never repeated.
  attempted_at timestamptz,
  provider_id text,
  outcome text check (outcome in ('handed_over', 'delivered', 'failed', 'unknown')),
  -- The code for a voice call, sealed under the label `job`, until it was read out or has expired.
  sealed text
);
create index codes_delivery on codes (delivery_id, purpose, created_at desc);

-- What may be spent in a window of time: codes by phone, network and installation; sign-in tries.
create table budgets (
  scope text not null,
  subject text not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (scope, subject, window_start)
);
create index budgets_window on budgets (window_start);

create table recipient_sessions (
  id_hash bytea primary key,
  -- Names the session in evidence; the secret is the cookie, of which only id_hash is kept.
  public_id uuid not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now()
) with (fillfactor = 80);

create table session_deliveries (
  session_hash bytea not null references recipient_sessions on delete cascade,
  delivery_id uuid not null references deliveries on delete cascade,
  primary key (session_hash, delivery_id)
);
create index session_deliveries_delivery on session_deliveries (delivery_id);

create table idempotency_keys (
  system_id uuid not null references systems on delete cascade,
  key text not null,
  -- Held by the request that is being worked on; the accepting transaction demands it.
  lease uuid not null,
  leased_until timestamptz not null,
  fingerprint text,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (system_id, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);
