-- Incidents.

create table incidents (
  id uuid primary key,
  -- Its number within the year, in the organisation's own time: without gaps.
  year integer not null,
  n integer not null,
  -- Null: the whole organisation.
  unit_id uuid references units,
  origin text not null,
  opened_at timestamptz not null,
  -- Names, as they were: the events have the ids.
  opened_by text not null,
  aware_at timestamptz not null,
  title text not null,
  cause text,
  what text not null default '',
  data_kinds text[] not null default '{}',
  persons integer,
  records integer,
  consequences text not null default '',
  measures text not null default '',
  responsible_id uuid references people,
  deputy_id uuid references people,
  decision text,
  decision_why text,
  decided_by text,
  decided_at timestamptz,
  reported_at timestamptz,
  delay_reason text not null default '',
  follow_up_on date,
  closed_at timestamptz,
  closed_by text,
  -- Counts up with each change to what stands above.
  version integer not null default 1,
  unique (year, n)
);
create index incidents_open on incidents (aware_at) where closed_at is null;

-- What it is about. Ids alone, which name nobody: they stay where the message is erased.
create table incident_messages (
  incident_id uuid not null references incidents,
  message_id uuid not null,
  -- Null: the whole message.
  delivery_id uuid,
  added_at timestamptz not null default clock_timestamp(),
  unique nulls not distinct (incident_id, message_id, delivery_id)
);
create index incident_messages_message on incident_messages (message_id);

create table incident_told (
  id uuid primary key,
  incident_id uuid not null references incidents,
  party text not null,
  who text not null,
  at timestamptz not null
);
create index incident_told_incident on incident_told (incident_id);

create table incident_tasks (
  id uuid primary key,
  incident_id uuid not null references incidents,
  what text not null,
  owner_id uuid references people,
  due_on date,
  done_at timestamptz,
  done_by text
);
create index incident_tasks_incident on incident_tasks (incident_id);

-- Letters to those affected.
create table incident_letters (
  message_id uuid primary key,
  incident_id uuid not null references incidents,
  sent_at timestamptz not null default clock_timestamp()
);
create index incident_letters_incident on incident_letters (incident_id);

-- Hours after which somebody was alarmed. `passed_over`: nobody was, for a later hour had come by then.
create table incident_alarms (
  incident_id uuid not null references incidents,
  hours integer not null,
  passed_over boolean not null,
  at timestamptz not null default clock_timestamp(),
  primary key (incident_id, hours)
);
