-- What the wrong recipient says, what they are asked, and addresses to which nothing is sent.

-- That a message is not for whoever has its link: each reason once for a delivery, and how often it was given.
create table misdeliveries (
  delivery_id uuid not null references deliveries on delete cascade,
  reason text not null,
  reports integer not null default 1,
  reported_at timestamptz not null default clock_timestamp(),
  -- When it last became an event, and when somebody was last told by mail.
  logged_at timestamptz,
  told_at timestamptz,
  primary key (delivery_id, reason)
);
