-- The log over all events: their gapless order, the Merkle tree of RFC 9162, the checkpoint that stands.

-- Where an event stands in the queue. The number is given under the delivery's lock, so that of one delivery's events the
-- earlier has the lower one, whatever the clock says.
alter table pending_events add column position bigint generated always as identity;
alter table pending_events drop constraint pending_events_pkey;
alter table pending_events add primary key (position);

-- A log that was left (after a restore, say) stays as it was; the newest is the one that grows.
create table logs (
  id integer primary key,
  origin text not null unique,
  opened_at timestamptz not null default clock_timestamp(),
  -- Entries in the tree, and the signed note over it (C2SP tlog-checkpoint); both null before the first batch.
  size bigint not null default 0,
  checkpoint text,
  checkpoint_at timestamptz,
  -- Why no more is taken up; null: it grows.
  closed text,
  closed_at timestamptz
);

-- What the tree's leaves are made of: the bytes as they were when the event was taken up, and their leaf hash.
create table log_entries (
  log integer not null,
  index bigint not null,
  event uuid not null,
  entry bytea not null,
  leaf bytea not null,
  primary key (log, index)
);
create unique index log_entries_event on log_entries (event, log);

-- Hashes of complete subtrees of 256^level leaves, from level 1 on: what the tiles of the levels above 0 hold.
create table log_nodes (
  log integer not null,
  level smallint not null,
  index bigint not null,
  hash bytea not null,
  primary key (log, level, index)
);

create trigger no_change before update or delete on log_entries for each row execute function refuse_change();
create trigger no_truncate before truncate on log_entries for each statement execute function refuse_change();
create trigger no_change before update or delete on log_nodes for each row execute function refuse_change();
create trigger no_truncate before truncate on log_nodes for each statement execute function refuse_change();
alter table log_entries enable always trigger no_change;
alter table log_entries enable always trigger no_truncate;
alter table log_nodes enable always trigger no_change;
alter table log_nodes enable always trigger no_truncate;
