import type { TestDatabase } from './database.ts';

/** How much there is to be, and of which kind. */
export interface EvidenceLoad {
  readonly messages: number;
  /** Seconds between two messages, the last of which was sent a minute ago. */
  readonly every: number;
  /** Of eight events for each message, or of the three that a search looks at. */
  readonly events: 'all' | 'few';
}

/**
 * Fills a database with messages, each to one recipient, with their events, openings and entries of a log, as they would
 * stand had they happened over a long time. The commitments hide nothing real, and no tree is built: what is made here is
 * searched and exported, and never verified.
 */
export async function loadEvidence(
  { owner }: TestDatabase,
  { messages, every, events }: EvidenceLoad,
): Promise<{ unit: string; system: string }> {
  const { rows } = await owner.query<{ unit: string; system: string }>(
    `with unit as (insert into units (id, name, outward_name) values (gen_random_uuid(), 'Load ' || gen_random_uuid(), 'Load')
        returning id)
      insert into systems (id, unit_id, name, senders) select gen_random_uuid(), id, 'Load ' || id, '{*}' from unit
        returning unit_id as unit, id as system`,
  );
  const { unit, system } = rows[0]!;
  await owner.query(`create function load_id(at timestamptz, kind int, n int) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' ||
      substr(md5(kind || ' ' || n), 1, 15))::uuid $$`);
  await owner.query('alter table events disable trigger stamp');
  try {
    await owner.query(
      `insert into messages (id, unit_id, system_id, sender_address, created_at)
        select load_id(t.at, 0, n), $1, $2, 'case' || n % 40 || '@load.example', t.at
        from generate_series(1, $3::int) n, lateral (select now() - make_interval(secs => 60 + ($3 - n) * $4::float8) as at) t`,
      [unit, system, messages, every],
    );
    await owner.query(
      `insert into deliveries (id, message_id, position, email, name, phone, language, reference, status, seq, expires_at, opened_seq)
        select load_id(m.created_at, 1, n::int), m.id, 1, 'citizen' || n % 50000 || '@mail.example', null, '+4520' || lpad((n % 1000000)::text, 6, '0'),
          'da', 'L' || n, case when n % 1000 = 0 then 'recalled' when n % 10 < 6 then 'opened' else 'notified' end, 9, m.created_at + interval '90 days',
          case when n % 10 < 6 then 7 end
        from (select *, row_number() over (order by id) as n from messages where unit_id = $1) m`,
      [unit],
    );
    await owner.query(
      `insert into events (id, v, type, at, message, delivery, seq, actor, actor_id, details, commitment)
        select load_id(x.at, 2 + x.k, d.n::int), 1, x.type, x.at, d.message_id, case when x.k > 0 then d.id end, nullif(x.k, 0),
          case when x.k = 0 then 'sender' when x.k > 4 then 'recipient' else 'system' end, d.id, x.details, sha256((d.n || ' ' || x.k)::bytea)
        from (select d.*, m.created_at, row_number() over (order by d.id) as n from deliveries d join messages m on m.id = d.message_id where m.unit_id = $1) d,
          lateral (values
            (0, 'message.accepted', d.created_at, '{"recipients":1,"attachments":0}'::jsonb),
            (1, 'delivery.available', d.created_at + interval '1 ms', '{}'),
            (2, 'delivery.notified', d.created_at + interval '2 s', '{"outcome":"handed_over"}'),
            (3, 'delivery.notice_confirmed', d.created_at + interval '9 s', '{"action":"delivered"}'),
            (4, 'delivery.code_sent', d.created_at + make_interval(mins => (d.n % 9000)::int), '{"via":"sms","outcome":"handed_over"}'),
            (5, 'delivery.code_verified', d.created_at + make_interval(mins => (d.n % 9000)::int, secs => 20), '{}'),
            (6, 'delivery.opened', d.created_at + make_interval(mins => (d.n % 9000)::int, secs => 21), '{}'),
            (7, 'delivery.content_sent', d.created_at + make_interval(mins => (d.n % 9000)::int, secs => 22), '{"part":0,"from":0,"bytes":2048,"complete":true}')
          ) x (k, type, at, details)
        where x.at < now() and ($2 = 'all' or x.k in (0, 1, 6)) and (x.k < 4 or d.n % 10 < 6)
        order by x.at`,
      [unit, events],
    );
  } finally {
    await owner.query('alter table events enable always trigger stamp');
  }
  await owner.query(
    `insert into event_fields (event, message, delivery, k, fields)
      select e.id, e.message, e.delivery, sha256(('k' || e.id)::bytea),
        case when e.delivery is null then jsonb_build_object('from', m.sender_address, 'content', jsonb_build_array(jsonb_build_object('part', 0, 'size', 2048, 'sha256', encode(sha256(e.id::text::bytea), 'hex'))))
          when e.seq = 1 then jsonb_build_object('email', d.email, 'name', null, 'phone', d.phone)
          when e.seq in (5, 6, 7) then jsonb_build_object('ip', '203.0.113.7', 'userAgent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')
          else jsonb_build_object('phone', d.phone, 'reply', '250 2.0.0 Ok: queued as 4F1A2') end
      from events e join messages m on m.id = e.message left join deliveries d on d.id = e.delivery where m.unit_id = $1`,
    [unit],
  );
  await owner.query(
    `insert into logs (id, origin, size, checkpoint) values (1, 'load.example/log', 0, '') on conflict do nothing`,
  );
  await owner.query(
    `insert into log_entries (log, index, event, entry, leaf)
      select 1, (select size from logs where id = 1) + row_number() over (order by at, id) - 1, id, entry, sha256('\\x00'::bytea || entry)
      from (select e.*, convert_to('{"actor":{"id":"' || actor_id || '","kind":"' || actor || '"},"at":"' ||
          to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","commitment":"' || encode(commitment, 'base64') || '",' ||
          coalesce('"delivery":"' || delivery || '",', '') || '"details":' || replace(details::text, ' ', '') || ',"id":"' || id || '","message":"' || message || '",' ||
          coalesce('"seq":' || seq || ',', '') || '"type":"' || type || '","v":1}', 'UTF8') as entry
        from events e where message in (select id from messages where unit_id = $1)) e`,
    [unit],
  );
  await owner.query('update logs set size = (select count(*) from log_entries where log = 1) where id = 1');
  await owner.query('drop function load_id');
  await owner.query('vacuum analyze');
  return { unit, system };
}
