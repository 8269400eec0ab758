-- Notices can wait, so that a recall leaves nothing with the recipient.

-- Until when the first notices of a message wait; null: they left at once.
alter table messages add column notices_at timestamptz;
