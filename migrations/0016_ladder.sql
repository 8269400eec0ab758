-- How far up the ladder each unread delivery has come. Entered behind the notices, so that handing one over costs nothing more.

create table ladder (
  delivery_id uuid primary key references deliveries on delete cascade,
  -- When its first notice was handed over.
  started_at timestamptz not null,
  -- Working hours of the last step that was taken; 0: none yet.
  climbed integer not null default 0,
  -- When it is looked at again; infinity: nobody has planned it yet.
  due_at timestamptz not null default 'infinity',
  -- The decision (policies.id) by which that was planned; 0: none.
  decision bigint not null default 0
);
create index ladder_due on ladder (due_at, delivery_id);
create index ladder_decision on ladder (decision);

-- Up to when notices have been entered, and since when the ladder is switched on.
create table ladder_progress (
  single boolean primary key default true check (single),
  entered_until timestamptz not null default clock_timestamp(),
  since timestamptz not null default clock_timestamp()
);
insert into ladder_progress default values;

-- An SMS or a call that says that a message waits.
create table ladder_attempts (
  id uuid primary key,
  delivery_id uuid not null references deliveries on delete cascade,
  via text not null,
  created_at timestamptz not null default clock_timestamp(),
  -- Set and committed before the provider is called, so an unknown outcome is never repeated.
  attempted_at timestamptz,
  provider_id text,
  -- `handed_over`, `delivered`, `failed` or `unknown`.
  outcome text
);
create index ladder_attempts_delivery on ladder_attempts (delivery_id);
create index ladder_attempts_created on ladder_attempts (created_at);
