-- Answers of recipients, sealed each under a key of its own.

create table replies (
  id uuid primary key,
  message_id uuid not null references messages on delete cascade,
  delivery_id uuid not null references deliveries on delete cascade,
  created_at timestamptz not null default clock_timestamp(),
  -- Null: a draft.
  sent_at timestamptz,
  -- When somebody of the sender's first read it.
  read_at timestamptz,
  kid text not null,
  jwe text not null
);
create index replies_message on replies (message_id);
create unique index replies_draft on replies (delivery_id) where sent_at is null;
create index replies_delivery on replies (delivery_id);

-- Part 0 is its manifest (`Content`), the others its files: as those of a message.
create table reply_parts (
  reply_id uuid not null references replies on delete cascade,
  part integer not null,
  size bigint not null,
  sealed bytea,
  blob text,
  primary key (reply_id, part),
  check (num_nonnulls(sealed, blob) = 1)
);
alter table reply_parts alter column sealed set storage external;

-- The reply that a message answers.
alter table messages add column answers uuid;
create index messages_answers on messages (answers) where answers is not null;

-- Colleagues who were given a case: its message is theirs too.
create table case_keepers (
  message_id uuid not null references messages on delete cascade,
  person_id uuid not null references people on delete cascade,
  since timestamptz not null default now(),
  primary key (message_id, person_id)
);
create index case_keepers_person on case_keepers (person_id);

-- Whether answers also go to the person's own mailbox.
alter table people add column replies_by_mail boolean not null default false;
