/**
 * The gateway beside Debian's Postfix on the same disk, in turn: mails taken in, sent by `smtp-source`, and notices going
 * out to one `smtp-sink`. Alone: `node test/bench/gateway.ts`.
 */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { type Scratch, scratch } from '../support/process.ts';
import { type BenchGateway, startGateway, startSegl } from './gateway-servers.ts';
import { type Postfix, type QueueMode, startPostfix, whyNoPostfix } from '../support/postfix.ts';
import { median, type Row } from './row.ts';
import { type BenchSink, type Load, sendMails, startSink } from './smtp-load.ts';

const rounds = 3;

interface Measured {
  readonly name: string;
  readonly target: number | null;
  readonly load: Load;
}

const small = { bytes: 5 * 1024, mails: 2000 };
const loads: readonly Measured[] = [
  { name: '5 KB, 10 kept connections', target: 1.5, load: { ...small, sessions: 10, kept: true } },
  { name: '5 KB, 50 kept connections', target: 1.5, load: { ...small, sessions: 50, kept: true } },
  {
    name: '5 KB, a connection per mail, 10 at once',
    target: 1,
    load: { ...small, sessions: 10, kept: false },
  },
  {
    name: '5 KB, a connection per mail, 50 at once',
    target: 1,
    load: { ...small, sessions: 50, kept: false },
  },
  {
    name: '200 KB, 10 kept connections',
    target: 1,
    load: { bytes: 200 * 1024, mails: 300, sessions: 10, kept: true },
  },
].map((each) => ({ ...each, name: `Mails taken in: ${each.name}` }));

const heldLoad: Measured = {
  name: `${loads[1]!.name}; beside a Postfix that holds each unseen by its queue manager`,
  target: null,
  load: loads[1]!.load,
};

/** What Postfix sends is as large as a notice. */
const out: Measured = {
  name: 'Notices out to one mail server',
  target: 1,
  load: { bytes: 2300, mails: 2000, sessions: 10, kept: true },
};

export async function bench(): Promise<Row[]> {
  const missing = whyNoPostfix();
  if (missing) return [...loads, heldLoad, out].map((each) => ({ ...rowOf(each, []), note: missing }));
  // An end by Ctrl-C takes the servers along as any other end does.
  process.once('SIGINT', () => process.exit(130));
  const place = scratch();
  // Postfix's own account must reach its folders here; the others have rights of their own.
  chmodSync(place.folder, 0o711);
  const sink = await startSink();
  const postfix = (mode: QueueMode) => startPostfix(join(place.folder, mode), sink.port, mode);
  try {
    const [defers, holds] = [await postfix('defers'), await postfix('holds')];
    try {
      const segl = await startGateway(place, 'in', small.mails);
      const rows: Row[] = [];
      for (const each of loads) rows.push(await takingIn(each, segl, defers));
      rows.push(await takingIn(heldLoad, segl, holds));
      await segl.stop();
      rows.push(await goingOut(place, holds, sink));
      return rows;
    } finally {
      await defers.stop();
      await holds.stop();
    }
  } finally {
    await sink.stop();
    await place.remove();
  }
}

/** One server's turn; mails a second. */
type Turn = () => Promise<number>;

/** Pairs of ours and the anchor's. Who comes first changes, for what one leaves to be written falls on the next. */
async function paired(ours: Turn, anchor: Turn): Promise<number[][]> {
  await ours();
  await anchor();
  const runs: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0;
    const a = first ? await ours() : Number.NaN;
    const b = await anchor();
    runs.push([first ? a : await ours(), b]);
  }
  return runs;
}

const rowOf = ({ name, target }: Measured, runs: readonly number[][]): Row => ({
  name,
  ours: runs.length > 0 ? median(runs.map(([ours]) => ours!)) : Number.NaN,
  anchor: runs.length > 0 ? median(runs.map(([, anchor]) => anchor!)) : Number.NaN,
  unit: 'mails/s',
  ratio: runs.length > 0 ? median(runs.map(([ours, anchor]) => ours! / anchor!)) : Number.NaN,
  target,
  anchorName: 'Postfix',
});

/** Into Segl, each mail's rows committed; into Postfix's queue, each mail's file synced. */
async function takingIn(measured: Measured, segl: BenchGateway, postfix: Postfix): Promise<Row> {
  const { load } = measured;
  const runs = await paired(
    () => stored(segl.accepted, () => sendMails(segl.port, load), load.mails),
    () => stored(postfix.queued, () => sendMails(postfix.port, load), load.mails),
  );
  return rowOf(measured, runs);
}

/** Whoever says that a mail is accepted must have it. */
async function stored(count: () => Promise<number>, turn: Turn, mails: number): Promise<number> {
  const before = await count();
  const rate = await turn();
  const kept = (await count()) - before;
  if (kept !== mails) throw new Error(`${mails} mails were accepted, and ${kept} are there`);
  return rate;
}

/** Both have accepted everything before the first mail leaves; a worker that stands still takes none. */
async function goingOut(place: Scratch, postfix: Postfix, sink: BenchSink): Promise<Row> {
  const segl = await startGateway(place, 'out', out.load.mails);
  const worker = await startSegl(place, segl.joining.SEGL_DATA!, {
    ...segl.joining,
    SEGL_ROLES: 'worker',
    SEGL_MAIL: `smtp://127.0.0.1:${sink.port}`,
  });
  const { mails } = out.load;
  const timed = async (begin: () => Promise<void> | void): Promise<number> => {
    const from = sink.taken();
    const start = performance.now();
    await begin();
    await sink.reached(from + mails);
    return mails / ((performance.now() - start) / 1000);
  };
  const runs = await paired(
    async () => {
      worker.signal('SIGSTOP');
      await stored(segl.accepted, () => sendMails(segl.port, out.load), mails);
      return timed(() => worker.signal('SIGCONT'));
    },
    async () => {
      await sendMails(postfix.port, out.load);
      await postfix.release();
      return timed(postfix.send);
    },
  );
  await worker.stop();
  await segl.stop();
  return rowOf(out, runs);
}

if (import.meta.main) console.table(await bench());
