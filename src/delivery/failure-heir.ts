/**
 * SQL over `failures f`, `messages m`, `people a` (in whose name the message stands) and `systems s`: the unit that is
 * told in place of whom the notice `$index` was for. In place of a system's owner the system's unit; else the message's,
 * or the sender's where the mail was refused whole.
 */
export const heirSql = (index: number): string =>
  `case when f.owner_notice = $${index}::uuid then s.unit_id else coalesce(m.unit_id, a.unit_id) end`;
