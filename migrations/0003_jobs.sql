-- Work that follows a commit. A finished job's row is gone; a dead one stays until a person has seen it.

create table jobs (
  id bigint generated always as identity primary key,
  kind text not null,
  -- Periodic work: one row for each kind and slot, whichever process plans it first.
  slot text,
  run_at timestamptz not null default clock_timestamp(),
  -- Set while a worker holds the job; completion demands the same lease. Neither is indexed, so that taking a job
  -- and renewing its lease leave the indexes alone.
  lease uuid,
  leased_until timestamptz,
  attempts integer not null default 0,
  payload jsonb not null default '{}',
  -- Secrets of the job (a link token, a code), sealed under the label `job`; gone when the job has ended.
  sealed text,
  last_error text,
  created_at timestamptz not null default clock_timestamp(),
  dead_at timestamptz
) with (
  fillfactor = 70,
  -- The table is small and every row dies: vacuum by count of changes, not by share of the table.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000
);
create index jobs_ready on jobs (kind, run_at, id) where dead_at is null;
create index jobs_dead on jobs (dead_at) where dead_at is not null;
create unique index jobs_slot on jobs (kind, slot) where slot is not null;

-- Slots that were already worked off, so that a periodic job never runs twice in its period.
create table job_slots (
  kind text not null,
  slot text not null,
  planned_at timestamptz not null default now(),
  primary key (kind, slot)
);

-- What would have left as mail, SMS or call, when nothing is configured to carry it. Sealed (`outbox`).
create table outbox (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  sealed text not null
);
