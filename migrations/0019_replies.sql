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
  -- When it was handed over to a mailbox of theirs; nobody knows whether it is read there.
  mailed_at timestamptz,
  -- The member of a shared mailbox who sent it.
  member_id uuid,
  -- The form that it was sent with: what is posted twice is one answer.
  form_id uuid,
  -- Of the addresses that answer it: random, and known to nobody but the database.
  tag_key uuid not null default gen_random_uuid(),
  kid text not null,
  jwe text not null
);
create index replies_message on replies (message_id);
create index replies_unread on replies (message_id, sent_at) where sent_at is not null and read_at is null;
create unique index replies_draft on replies (delivery_id) where sent_at is null;
create index replies_delivery on replies (delivery_id);
create unique index replies_form on replies (delivery_id, form_id) where form_id is not null;

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

-- Files of a draft, whole or on their way.
create table reply_uploads (
  id uuid primary key,
  reply_id uuid not null references replies on delete cascade,
  -- Under which it lies in `reply_parts` once it is whole.
  part integer not null,
  size bigint not null,
  received bigint not null default 0,
  whole boolean not null default false,
  -- Name, type and digest, sealed beside the file.
  header bytea not null,
  touched_at timestamptz not null default now(),
  unique (reply_id, part)
);
create index reply_uploads_touched on reply_uploads (touched_at) where not whole;

-- What has come of a file that is not whole yet, each piece sealed as it came.
create table reply_pieces (
  upload_id uuid not null references reply_uploads on delete cascade,
  -- Offset of its first byte.
  position bigint not null,
  size bigint not null,
  sealed bytea,
  blob text,
  primary key (upload_id, position),
  check (num_nonnulls(sealed, blob) = 1)
);
alter table reply_pieces alter column sealed set storage external;

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
create index case_keepers_person on case_keepers (person_id, message_id);

-- Whether answers also go to the person's own mailbox.
alter table people add column replies_by_mail boolean not null default false;
