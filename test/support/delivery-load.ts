import type { TestDatabase } from './database.ts';

/**
 * Fills an empty database with deliveries, each of a message of its own, over two years, as they would stand had all gone its
 * way: six in ten were opened, one in ten has expired, the rest is unread. 300,000 addresses in 5,000 domains. Nothing is
 * sealed in the seals, and nothing hidden in the events.
 */
export async function loadDeliveries({ owner }: Pick<TestDatabase, 'owner'>, count: number): Promise<void> {
  await owner.query(`create function load_id(at timestamptz, kind int, n int) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' ||
      substr(md5(kind || ' ' || n), 1, 15))::uuid $$`);
  await owner.query('alter table events disable trigger user');
  const { rows } = await owner.query<{ unit: string; system: string }>(
    `with unit as (insert into units (id, name, outward_name) values (gen_random_uuid(), 'Load', 'Load') returning id)
      insert into systems (id, unit_id, name, senders) select gen_random_uuid(), id, 'Load', '{*}' from unit
        returning unit_id as unit, id as system`,
  );
  const { unit, system } = rows[0]!;
  const sent = `now() - interval '2 years' + interval '2 years' * (n::float8 / ${count + 1})`;
  await owner.query(`create unlogged table load as
    select n, ${sent} as at, load_id(${sent}, 0, n) as message, load_id(${sent}, 1, n) as delivery,
      (array['opened', 'opened', 'opened', 'opened', 'opened', 'opened', 'expired', 'notified', 'notified', 'notified'])[1 + abs(hashint4(n)) % 10] as status
    from generate_series(1, ${count}) n`);
  await owner.query(
    `insert into messages (id, unit_id, system_id, sender_address, created_at)
      select message, $1, $2, 'post@load.example', at from load`,
    [unit, system],
  );
  await owner.query(
    `insert into deliveries (id, message_id, position, email, phone, language, reference, status, seq, expires_at, opened_seq)
      select delivery, message, 1, 'citizen' || n % 300000 || '@mail' || n % 5000 || '.example', '+4520' || lpad((n % 1000000)::text, 6, '0'),
        'da', 'L' || n, status, case status when 'opened' then 5 when 'expired' then 3 else 2 end,
        case when status = 'expired' then at else now() + interval '30 days' end, case when status = 'opened' then 5 end from load`,
  );
  await owner.query(
    `insert into wraps (id, message_id, delivery_id, kid, jwe)
      select load_id(at, 2, n), message, delivery, 'load', 'load' from load where status <> 'expired'`,
  );
  await owner.query(
    `insert into events (id, v, type, at, message, delivery, seq, actor, actor_id, details, commitment)
      select load_id(x.at, 3 + x.k, n), 1, x.type, x.at, message, case when x.k > 0 then delivery end, nullif(x.k, 0),
        'system', $1, x.details, sha256((n || ' ' || x.k)::bytea)
      from load, lateral (values
        (0, 'message.accepted', load.at, '{"recipients":1,"attachments":0}'::jsonb),
        (1, 'delivery.available', load.at, '{}'),
        (2, 'delivery.notified', load.at + interval '2 s', '{"via":"smtp","reminder":false}'),
        (3, case status when 'expired' then 'delivery.expired' else 'delivery.code_sent' end, load.at + interval '1 hour', '{"via":"sms"}'),
        (4, 'delivery.code_verified', load.at + interval '1 hour', '{}'),
        (5, 'delivery.opened', load.at + interval '1 hour', '{}')
      ) x (k, type, at, details)
      where x.k < 3 or status = 'opened' or (x.k = 3 and status = 'expired')
      order by x.at`,
    [system],
  );
  await owner.query('alter table events enable always trigger stamp');
  await owner.query('alter table events enable always trigger no_change');
  await owner.query('alter table events enable always trigger no_truncate');
  await owner.query('drop table load');
  await owner.query('drop function load_id');
  await owner.query('vacuum analyze');
}
