-- Recipients who come back, and who they are.

-- A passkey belongs to an address and a number together, as they stood when it was added: it takes the place of a code.
create table recipient_passkeys (
  -- The credential id.
  id bytea primary key,
  -- In lower case.
  email text not null,
  -- E.164.
  phone text not null,
  -- WebAuthn §5.4.3: random, one for an address and number.
  user_handle bytea not null,
  -- COSE key (RFC 9052 §7).
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  backed_up boolean not null,
  -- In which it was added.
  delivery_id uuid not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index recipient_passkeys_address on recipient_passkeys (email, phone);

-- What a browser was asked to sign: used once.
create table recipient_challenges (
  hash bytea primary key,
  -- Null: nobody is known yet.
  delivery_id uuid references deliveries on delete cascade,
  purpose text not null check (purpose in ('registration', 'opening', 'my')),
  -- Of the passkey that is to be made.
  user_handle bytea,
  expires_at timestamptz not null
);
create index recipient_challenges_expiry on recipient_challenges (expires_at);

-- Who has the session now: whose address and number were proved in it last, several people may use one browser. By a passkey
-- without a link, which is asked each time, or with a delivery, as it was then; neither: nothing was proved but the message itself.
alter table recipient_sessions
  add column passkey_id bytea,
  add column came_by uuid references deliveries on delete set null,
  add column came_method text,
  add column came_at timestamptz;
create index recipient_sessions_came on recipient_sessions (came_by) where came_by is not null;

-- National identity numbers by which an eID is matched, sealed under the label `identity`.
create table delivery_identities (
  delivery_id uuid primary key references deliveries on delete cascade,
  kid text not null,
  sealed text not null
);
create table contact_identities (
  contact_id uuid primary key references contacts on delete cascade,
  kid text not null,
  sealed text not null
);

-- Recipients on their way to the eID provider, by the SHA-256 of `state`: used once.
create table eid_requests (
  state_hash bytea primary key,
  expires_at timestamptz not null
);
create index eid_requests_expiry on eid_requests (expires_at);
