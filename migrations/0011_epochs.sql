-- Epochs of keys, and what was destroyed: one row for each seal, so that a restored backup can be made to forget it again.

-- Objects beside the database (`tombstones/<number>` in the blobs) that hold tombstones, so that a database that was set back
-- finds there what it does not know.
create table tombstone_batches (
  number bigint primary key,
  -- `staged`: its object may not be there yet. `restored`: it was found there, applied, and nobody was told of it yet.
  state text not null check (state in ('staged', 'written', 'restored'))
);

create table tombstones (
  position bigint generated always as identity primary key,
  -- The seal; null where it was gone before, and the delivery or message was erased all the same.
  wrap uuid,
  message uuid not null,
  -- Null: the sender's own seal, and so the whole message.
  delivery uuid,
  kind text not null,
  at timestamptz not null default clock_timestamp(),
  -- The number of its batch; null: none has taken it up yet.
  batch bigint
);
create index tombstones_batch on tombstones (batch, position);
