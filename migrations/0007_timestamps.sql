-- What authorities outside of this installation have stamped: one RFC 3161 token for each size of a log that was stamped.

create table log_timestamps (
  log integer not null,
  -- Entries in the stamped tree, and the signed note over it, whose bytes the token stamps.
  size bigint not null check (size > 0),
  checkpoint text not null,
  -- DER of the TimeStampToken.
  token bytea not null,
  -- The authority's time, and by how many milliseconds its clock may be off.
  stamped_at timestamptz not null,
  accuracy integer not null,
  -- Our own clock, before it was asked and after it had answered.
  asked_at timestamptz not null,
  made_at timestamptz not null default clock_timestamp(),
  primary key (log, size)
);

create trigger no_change before update or delete on log_timestamps for each row execute function refuse_change();
create trigger no_truncate before truncate on log_timestamps for each statement execute function refuse_change();
alter table log_timestamps enable always trigger no_change;
alter table log_timestamps enable always trigger no_truncate;
