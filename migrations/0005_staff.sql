-- Who may do what, how they prove who they are, and what was done about it.

-- Counted up by each change: an administrator who looked at an older state is told instead of overwriting a newer one.
alter table units add column version integer not null default 1;
-- The address of a shared mailbox of the unit: it may stand as the sender, and gets what a leaver would have got.
alter table units add column function_address text;
create unique index units_name on units (lower(name));

alter table people add column version integer not null default 1;
-- Whom an identity provider knows this person as (OpenID Connect Core §2: issuer and subject together are unique).
alter table people add column issuer text;
alter table people add column subject text;
alter table people add check (num_nonnulls(issuer, subject) in (0, 2));
create unique index people_subject on people (issuer, subject);

-- A role in one unit, or in all of them where unit_id is null.
create table grants (
  person_id uuid not null references people on delete cascade,
  role text not null check (role in ('sender', 'compliance', 'admin')),
  unit_id uuid references units,
  unique nulls not distinct (person_id, role, unit_id)
);
create index grants_unit on grants (unit_id);
insert into grants (person_id, role, unit_id)
  select id, role, case when role = 'sender' then unit_id end from people;
insert into grants (person_id, role, unit_id)
  select id, 'sender', unit_id from people where role <> 'sender';
alter table people drop column role;

-- Sessions name what was proved in them. Those of before have no second factor.
alter table staff_sessions add column public_id uuid not null default gen_random_uuid() unique;
alter table staff_sessions add column method text not null default 'password'
  check (method in ('password', 'link', 'passkey', 'oidc'));
-- A password was right, and its second factor is still to come: the session is nobody's yet.
alter table staff_sessions add column pending boolean not null default false;
-- When a second factor was first proved, and when anything beyond the cookie was last proved.
alter table staff_sessions add column factor_at timestamptz;
alter table staff_sessions add column proven_at timestamptz not null default now();
alter table staff_sessions add column user_agent text;
alter table staff_sessions add column network text;
-- Where the identity provider is asked again: its refresh token, sealed, and when it last confirmed.
alter table staff_sessions add column refresh_token text;
alter table staff_sessions add column confirmed_at timestamptz;

-- Second factors. The secret of a time-based code (RFC 6238) is sealed under the epoch key `kid`.
create table totp_secrets (
  person_id uuid primary key references people on delete cascade,
  kid text not null,
  sealed text not null,
  created_at timestamptz not null default now(),
  -- Null until a first code has shown that the person's device has the secret.
  confirmed_at timestamptz,
  -- The newest time step whose code was taken: no code is taken twice.
  last_step bigint not null default 0
);
create table passkeys (
  -- The credential id.
  id bytea primary key,
  person_id uuid not null references people on delete cascade,
  -- COSE key (RFC 9052 §7).
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  name text not null,
  -- Kept by a password manager, and so on more than one device.
  backed_up boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_person on passkeys (person_id);
-- What a browser was asked to sign: used once.
create table passkey_challenges (
  hash bytea primary key,
  -- Null: nobody is known yet, who signs in by passkey alone.
  person_id uuid references people on delete cascade,
  purpose text not null check (purpose in ('registration', 'sign_in', 'step_up')),
  expires_at timestamptz not null
);
create index passkey_challenges_expiry on passkey_challenges (expires_at);
-- 80 random bits each, so a plain SHA-256 keeps them.
create table recovery_codes (
  hash bytea primary key,
  person_id uuid not null references people on delete cascade,
  created_at timestamptz not null default now(),
  used_at timestamptz
);
create index recovery_codes_person on recovery_codes (person_id);

-- Sign-ins on their way through the identity provider, by the SHA-256 of their `state`: used once.
create table oidc_sign_ins (
  state_hash bytea primary key,
  expires_at timestamptz not null
);
create index oidc_sign_ins_expiry on oidc_sign_ins (expires_at);

-- A system's secrets: more than one, so that a new one can be brought in before the old one ends.
create table system_secrets (
  id uuid primary key,
  system_id uuid not null references systems on delete cascade,
  hash bytea not null unique,
  name text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  -- To the minute.
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index system_secrets_system on system_secrets (system_id);
insert into system_secrets (id, system_id, hash, name, scopes, created_at)
  select gen_random_uuid(), id, secret_hash, 'first',
    case when is_admin
      then '{messages:send,messages:read,messages:act,messages:all,contacts,people,units,systems,policy,history}'::text[]
      else '{messages:send,messages:read,messages:act}'::text[] end, created_at
  from systems;
alter table systems drop column secret_hash;
alter table systems drop column is_admin;
alter table systems add column version integer not null default 1;

alter table contacts add column version integer not null default 1;
create index contacts_phone on contacts (phone) where phone is not null;
create index contacts_unit on contacts (unit_id, lower(email), id);
create table contact_imports (
  id uuid primary key,
  person_id uuid,
  system_id uuid,
  unit_id uuid references units,
  created_at timestamptz not null default now(),
  state text not null check (state in ('reading', 'preview', 'applied', 'undone', 'failed')),
  -- What was found in the file: encoding, separator, counts; and why it failed, as a refusal's code.
  findings jsonb not null default '{}',
  applied_at timestamptz,
  undone_at timestamptz
);
create index contact_imports_created on contact_imports (created_at);
create table contact_import_rows (
  import_id uuid not null references contact_imports on delete cascade,
  line integer not null,
  email text,
  name text,
  phone text,
  language text,
  -- Of the contact; null: the whole organisation.
  unit_id uuid,
  -- The contact that the row is about, or becomes.
  contact_id uuid,
  action text not null check (action in ('add', 'change', 'same', 'problem')),
  problem text,
  -- The contact as it stood before the import, and the version that the import gave it.
  before jsonb,
  version integer,
  primary key (import_id, line)
);

-- What systems sent in nobody's name is their owner's, who finds it without walking past what they sent for others.
create index messages_nobody on messages (system_id, id desc) where person_id is null;

-- Looks at somebody else's message: the event has the reason, this row how long the message stays open to whoever gave it.
create table looks (
  message_id uuid not null references messages on delete cascade,
  person_id uuid not null references people on delete cascade,
  until timestamptz not null,
  primary key (message_id, person_id)
);

-- What was done about a person, a unit, a system, a contact: found by its id.
create index events_subject on events ((details ->> 'subject'), at) where message is null;
