-- The evidence. Append-only, without foreign keys: it outlives what it is about.

create table events (
  id uuid primary key,
  v smallint not null,
  type text not null,
  at timestamptz not null default clock_timestamp(),
  message uuid not null,
  delivery uuid,
  seq integer check (seq > 0),
  actor text not null check (actor in ('sender', 'recipient', 'system', 'staff')),
  actor_id uuid not null,
  details jsonb not null,
  commitment bytea check (octet_length(commitment) = 32),
  check ((delivery is null) = (seq is null))
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
  k bytea not null check (octet_length(k) = 32),
  fields jsonb not null
);
create index event_fields_message on event_fields (message);

-- Events that the log has not yet taken up. Written with the event, removed by the sequencer alone.
create table pending_events (
  event uuid primary key
);

-- The stamp is the database's clock at the moment of the insert, whatever the statement says.
create function stamp_event() returns trigger language plpgsql as $$
begin
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

-- Records one event of a delivery together with the change of state that it proves. The update takes the
-- delivery's row lock first, so the stamp, given by the trigger afterwards, follows the order of the locks.
-- The status changes only where it is one of from_statuses (null: any). Returns nothing for an unknown delivery.
create function record_event(
  event_id uuid, event_type text, of_delivery uuid,
  new_status text, from_statuses text[], new_reason text,
  by_actor text, by_actor_id uuid, event_details jsonb,
  event_commitment bytea, field_key bytea, personal_fields jsonb
) returns table (event_at timestamptz, event_seq integer, status_after text) language plpgsql as $$
begin
  return query
    with delivery as (
      update deliveries d set
          seq = d.seq + 1,
          opened = d.opened or event_type = 'delivery.opened',
          status = case when new_status is not null and (from_statuses is null or d.status = any (from_statuses))
            then new_status else d.status end,
          reason = case when new_status is not null and (from_statuses is null or d.status = any (from_statuses))
            then new_reason else d.reason end
        where d.id = of_delivery
        returning d.id, d.message_id, d.seq, d.status
    ), field as (
      insert into event_fields (event, message, delivery, k, fields)
      select event_id, message_id, id, field_key, personal_fields from delivery where personal_fields is not null
    ), pending as (
      insert into pending_events (event) select event_id from delivery
    ), event as (
      insert into events (id, v, type, message, delivery, seq, actor, actor_id, details, commitment)
      select event_id, 1, event_type, message_id, id, delivery.seq, by_actor, by_actor_id, event_details, event_commitment
      from delivery
      returning at
    )
    select event.at, delivery.seq, delivery.status from event, delivery;
end $$;
