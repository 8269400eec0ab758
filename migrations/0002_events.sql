-- The evidence. Append-only, without foreign keys: it outlives what it is about.

create table events (
  id uuid primary key,
  v smallint not null,
  type text not null,
  at timestamptz not null default clock_timestamp(),
  message uuid not null,
  delivery uuid,
  seq integer,
  actor text not null,
  actor_id uuid not null,
  details jsonb not null,
  commitment bytea
);
create unique index events_seq on events (delivery, seq);
create index events_message on events (message, at);
-- Events come in the order of their times, so a few pages of summary find any period.
create index events_at on events using brin (at);

-- Openings of commitments: the personal fields of an event and the 32 random bytes that hide them. Erasing a
-- person deletes rows here; the events stay and still verify.
create table event_fields (
  event uuid primary key,
  message uuid not null,
  delivery uuid,
  k bytea not null,
  fields jsonb not null
);
create index event_fields_message on event_fields (message);

-- Events that the log has not yet taken up. Written with the event, removed by the sequencer alone.
create table pending_events (
  event uuid primary key
);

-- The stamp is the database's clock at the moment of the insert, whatever the statement says. What must hold of an event
-- is asked here rather than by check constraints, which would be parsed anew by every statement.
create function stamp_event() returns trigger language plpgsql as $$
begin
  if new.actor not in ('sender', 'recipient', 'system', 'staff')
    or (new.delivery is null) <> (new.seq is null) or new.seq < 1 or octet_length(new.commitment) <> 32 then
    raise exception 'this is no event' using errcode = 'check_violation';
  end if;
  new.at := clock_timestamp();
  return new;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are append-only: % is refused', tg_op using errcode = 'integrity_constraint_violation';
end $$;

create trigger stamp before insert on events for each row execute function stamp_event();
create trigger no_change before update or delete on events for each row execute function refuse_change();
create trigger no_truncate before truncate on events for each statement execute function refuse_change();
alter table events enable always trigger stamp;
alter table events enable always trigger no_change;
alter table events enable always trigger no_truncate;
