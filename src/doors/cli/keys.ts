import { getJson, postJson } from './call-server.ts';
import { describeVerb, required } from './run-verb.ts';
import { type Io, UsageError } from './verb.ts';

export const keys = describeVerb({
  name: 'keys',
  summary: 'the keys that sign the log; replace one, replay the log, open it anew',
  help: `Usage: segl keys [list]
       segl keys rotate-log
       segl keys retire-log --key ID
       segl keys check-log
       segl keys reopen-log --reason TEXT

  list          how the log stands, and a line for each key: id, state, vkey
  rotate-log    makes a new key, which signs beside the old one from now on; tell those who verify
  retire-log    lets the key ID sign no more; what it has signed verifies with its vkey for ever
  check-log     replays the whole log against the tables; exit code 1 where something does not fit
  reopen-log    begins a new log where the old one is closed ("segl doctor" says why it is)

Needs SEGL_URL and, in SEGL_TOKEN, a token with the scope evidence to look, and policy to change anything.

Example:
  segl keys rotate-log && segl keys retire-log --key 530d903a`,
  flags: {
    key: { type: 'string' },
    reason: { type: 'string' },
  },
  words: 1,
  async run({ key, reason }, io, [action = 'list']) {
    if (action !== 'retire-log' && key !== undefined) throw new UsageError('--key goes with retire-log.');
    if (action !== 'reopen-log' && reason !== undefined)
      throw new UsageError('--reason goes with reopen-log.');
    switch (action) {
      case 'list':
        return list(io);
      case 'rotate-log':
        return rotate(io);
      case 'retire-log':
        return retire(io, required('key', key));
      case 'check-log':
        return check(io);
      case 'reopen-log':
        return reopen(io, required('reason', reason));
      default:
        throw new UsageError(`There is no “${action}”.`);
    }
  },
});

interface Status {
  readonly origin: string;
  readonly size: number;
  readonly waiting: number;
  readonly closed: string | null;
  readonly checkedAt: string | null;
  readonly findings: readonly string[];
  readonly keys: readonly { id: string; vkey: string; retiredAt: string | null }[];
}

async function list(io: Io): Promise<number> {
  const { origin, size, waiting, closed, checkedAt, findings, keys } = await getJson<Status>(io, '/log');
  io.out(`log      ${origin}, ${size} entries, ${waiting} waiting`);
  io.out(`state    ${closed === null ? 'grows' : `closed: ${closed}`}`);
  io.out(`checked  ${checkedAt === null ? 'never' : `${checkedAt}: ${findings.length} found`}`);
  for (const finding of findings) io.out(`         ${finding}`);
  for (const { id, vkey, retiredAt } of keys) {
    io.out([id, retiredAt === null ? 'signs' : `retired ${retiredAt}`, vkey].join('\t'));
  }
  return 0;
}

async function rotate(io: Io): Promise<number> {
  const { id, vkey } = await postJson<{ id: string; vkey: string }>(io, '/log/keys', {});
  io.out(vkey);
  io.err(
    `The key ${id} signs from now on, beside the others. Retire the old one when those who verify know it.`,
  );
  return 0;
}

async function retire(io: Io, key: string): Promise<number> {
  const { vkey } = await postJson<{ vkey: string }>(
    io,
    `/log/keys/${encodeURIComponent(key)}/retirements`,
    {},
  );
  io.out(vkey);
  io.err('It signs no more. Keep its vkey: what it has signed is verified with it.');
  return 0;
}

async function check(io: Io): Promise<number> {
  type Check = { origin: string; size: number; count: number; findings: { sentence: string }[] };
  const { origin, size, count, findings } = await postJson<Check>(io, '/log/checks', {});
  io.out(`${origin}: ${size} entries replayed, ${count} findings`);
  for (const { sentence } of findings) io.out(sentence);
  return count === 0 ? 0 : 1;
}

async function reopen(io: Io, reason: string): Promise<number> {
  const { origin, vkey } = await postJson<{ origin: string; vkey: string }>(io, '/log/reopenings', {
    reason,
  });
  io.out(vkey);
  io.err(`A new log begins: ${origin}. All events are taken up anew; tell those who verify its key.`);
  return 0;
}
