-- Codes agreed by other means with somebody who has no phone: argon2id without pepper, for they outlive the keys of a day.

create table access_codes (
  delivery_id uuid primary key references deliveries on delete cascade,
  hash text not null,
  created_at timestamptz not null default now()
);
