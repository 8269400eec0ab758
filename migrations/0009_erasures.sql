-- What is kept about somebody can be erased; the events about them stay.

-- An erased delivery keeps its row, with '' for what was said: its number and its end are evidence.
alter table deliveries drop constraint deliveries_reference_key;
create unique index deliveries_reference on deliveries (reference) where reference <> '';

-- The deliveries that a kept mail or SMS tells of, by which it is found when one of them is erased.
alter table outbox add column about uuid[] not null default '{}';
create index outbox_about on outbox using gin (about);

-- Who asked for whom: found by an erasure, among all that is about no message.
create index events_asked on events (id) where message is null and type in ('evidence.searched', 'export.made');
