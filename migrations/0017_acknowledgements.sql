-- Messages that are signed for.

-- What a sender decided about a message beyond the usual; no row: nothing.
create table message_terms (
  message_id uuid primary key references messages on delete cascade,
  -- When an acknowledgement is asked for; null: none is.
  moment text check (moment in ('before', 'after')),
  -- The weakest way in which it may be given.
  at_least text not null default 'code' check (at_least in ('code', 'passkey', 'eid')),
  due_at timestamptz,
  -- When whoever had not signed by then was told of; null: nobody has looked yet.
  missed_at timestamptz,
  if_missed text not null default 'tell' check (if_missed in ('tell', 'recall')),
  -- Each recipient may let one other person read it.
  readers boolean not null default false,
  -- Members of a shared mailbox may pass it on within its domain.
  passing boolean not null default true,
  shows_recipients boolean not null default false,
  replies boolean not null default true
);
create index message_terms_due on message_terms (due_at) where due_at is not null and missed_at is null;

-- Nothing of it is released before the recipient has signed.
alter table deliveries add column awaits_signature boolean not null default false;

-- When the time of deliveries is over that were signed for or declined, which end no other way: their seals go then.
create table answered_expiries (
  delivery_id uuid primary key references deliveries on delete cascade,
  expires_at timestamptz not null
);
create index answered_expiries_due on answered_expiries (expires_at);

-- What somebody was shown and is about to sign: fixed before it is signed, used once.
create table acknowledgement_drafts (
  id uuid primary key,
  delivery_id uuid not null references deliveries on delete cascade,
  session_hash bytea not null references recipient_sessions on delete cascade,
  method text not null check (method in ('code', 'passkey', 'eid')),
  -- The code that was sent for it; null for other methods.
  code_id uuid,
  -- SHA-256 of its canonical JSON, which is sealed under the label `draft`.
  digest bytea not null unique,
  sealed text not null,
  expires_at timestamptz not null
);
create index acknowledgement_drafts_delivery on acknowledgement_drafts (delivery_id);
create index acknowledgement_drafts_expiry on acknowledgement_drafts (expires_at);

-- What was signed, with the method's own proof: sealed under a key of its own.
create table acknowledgements (
  id uuid primary key,
  message_id uuid not null references messages on delete cascade,
  delivery_id uuid not null unique references deliveries on delete cascade,
  method text not null check (method in ('code', 'passkey', 'eid')),
  signed_at timestamptz not null default clock_timestamp(),
  kid text not null,
  jwe text not null,
  sealed bytea not null,
  -- DER of the RFC 3161 token over the signature; null: none yet, or no authority.
  token bytea
);
create index acknowledgements_message on acknowledgements (message_id);
