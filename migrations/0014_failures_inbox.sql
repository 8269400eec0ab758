-- Failures as an inbox: where each comes from, and who dealt with it.

-- Work that was given up is about no message, and a mail may be refused before anybody knows whom it was for.
alter table failures alter column message_id drop not null;
alter table failures alter column recipient drop not null;
alter table failures
  -- To which it belongs; null: to the whole organisation.
  add column unit_id uuid,
  add column domain text generated always as (lower(substring(recipient from '@([^@[:space:]<>]{1,253})$'))) stored,
  -- The rule by which it was refused or held.
  add column rule text generated always as (case when about in ('refused', 'no_phone') then reason end) stored,
  -- Of work that was given up: the job, what it failed with, and whether it can be done again.
  add column job_id bigint,
  add column error text,
  add column repeatable boolean not null default false,
  -- It stands in the counts.
  add column counted boolean not null default false,
  add column closed_at timestamptz,
  -- The person or system; null: it was put right, and closed by itself.
  add column closed_by uuid,
  -- By whom, in their own words.
  add column word text,
  -- `word`, `retried` or `resolved`.
  add column closing text;

update failures f set unit_id = coalesce(
  (select m.unit_id from messages m where m.id = f.message_id),
  (select s.unit_id from systems s where s.id = f.system_id),
  (select p.unit_id from people p where p.id = f.person_id));
insert into failures (id, about, reason, job_id, error, at)
  select gen_random_uuid(), 'dead_job', kind, id, last_error, dead_at from jobs where dead_at is not null;

create index failures_at on failures (at);
create index failures_open on failures (at desc, id desc) where closed_at is null;
create index failures_closed on failures (closed_at desc, id desc) where closed_at is not null;
create index failures_closed_cause on failures (about, reason, closed_at desc, id desc) where closed_at is not null;
create index failures_closed_system on failures (system_id, closed_at desc, id desc) where closed_at is not null;
create index failures_closed_domain on failures (domain, closed_at desc, id desc) where closed_at is not null;
create index failures_uncounted on failures (id) where not counted;
create index failures_job on failures (job_id) where job_id is not null;

-- How many there were, which outlives the failures themselves.
create table failure_counts (
  day date not null,
  about text not null,
  reason text,
  system_id uuid,
  unit_id uuid,
  rule text,
  count integer not null,
  unique nulls not distinct (day, about, reason, system_id, unit_id, rule)
);
-- The same by the domain of the recipient, '' where there is none: of these there are many, so that they stand apart. They
-- are kept for forty days, and not beyond an erasure.
create table failure_domains (
  domain text not null,
  day date not null,
  about text not null,
  reason text,
  system_id uuid,
  unit_id uuid,
  rule text,
  count integer not null,
  unique nulls not distinct (domain, day, about, reason, system_id, unit_id, rule)
);
-- The first again, by the hour, for as long as one looks back to know what is usual.
create table failure_hours (
  about text not null,
  system_id uuid,
  hour timestamptz not null,
  count integer not null,
  unique nulls not distinct (about, system_id, hour)
);
