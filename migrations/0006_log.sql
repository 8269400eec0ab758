-- The log over all events: their gapless order, the Merkle tree of RFC 9162, the checkpoint that stands.

-- Where an event stands in the queue, from 1 on; what a log must take up before those stands at 0 and below. The number is given under the delivery's lock, so that of one delivery's events the
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
  closed_at timestamptz,
  -- When all of it was last replayed, and what was found wrong then: sentences in an array, empty where all was well.
  checked_at timestamptz,
  findings jsonb,
  -- Until then some process is at it.
  checking_until timestamptz
);

-- The keys that sign a log's checkpoints, by their C2SP vkeys; the private halves lie with the keys, outside of the database.
create table log_keys (
  log integer not null,
  vkey text not null,
  -- That says so: log.opened or log.key_added. The key signs no tree in which this is not.
  event uuid not null,
  added_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz,
  primary key (log, vkey)
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

-- An entry of the log has 65,535 bytes at most. What an event may hold stays far below, so that none is ever recorded that
-- the log could not take up.
create or replace function stamp_event() returns trigger language plpgsql as $$
begin
  if new.actor not in ('sender', 'recipient', 'system', 'staff')
    or (new.delivery is null) <> (new.seq is null) or new.seq < 1 or octet_length(new.commitment) <> 32
    or octet_length(new.type) + octet_length(new.details::text) > 8000 then
    raise exception 'this is no event' using errcode = 'check_violation';
  end if;
  new.at := clock_timestamp();
  return new;
end $$;
