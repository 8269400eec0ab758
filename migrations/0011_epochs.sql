-- Epochs of keys, and what was destroyed: one row for each seal, so that a restored backup can be made to forget it again.

create table tombstones (
  position bigint generated always as identity primary key,
  wrap uuid not null,
  message uuid not null,
  -- Null: the sender's own seal, and so the whole message.
  delivery uuid,
  kind text not null,
  at timestamptz not null default clock_timestamp()
);
