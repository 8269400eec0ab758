import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { checkBundle, type Checked } from '../../desk/verification/check-bundle.ts';
import { checkExport } from '../../desk/verification/check-export.ts';
import { checkLog, type LogSource } from '../../desk/verification/check-log.ts';
import type { Compared, Trust } from '../../message/verification.ts';
import { readKeptCheckpoints } from './kept-checkpoints.ts';
import { readCompared } from './read-compared.ts';
import { describeVerb } from './run-verb.ts';
import { readTrustFolder } from './trust-folder.ts';
import { type Io, UsageError, type Verb } from './verb.ts';
import { bundleLines, exportLines, logLines, plain, plainJson } from './verify-lines.ts';

/** Where logs are read from. */
export interface LogPlaces {
  folder(path: string): LogSource;
  /** The token is sent with what needs it. Throws `RangeError` where the URL is not one of http or https. */
  server(url: string, token: string | undefined): LogSource;
}

/** Exit codes of the contract. */
const exits = { holds: 0, wrong: 1, unreadable: 2 } as const;

const mostBytes = 512 * 1024 * 1024;

/** `segl verify`: needs no server, no database and no setting. */
export const verify = (places: LogPlaces): Verb =>
  describeVerb({
    name: 'verify',
    summary: 'check evidence that was handed out, or a whole log',
    help: `Usage: segl verify FILE [--trust DIR] [--statement FILE] [--file FILE]... [--json]
       segl verify DIR [--trust DIR] [--json]
       segl verify --log URL [--trust DIR] [--json]

  FILE         an evidence file of one message; or an exported file, with its FILE.manifest.json beside it
  DIR          a log in files, laid out as C2SP tlog-tiles
  --log URL    a log where it is kept, as https://mail.example/log. Its entries need a system's secret with the scope
               evidence: SEGL_TOKEN is sent where SEGL_URL names the same server, and nowhere else
  --trust DIR  keys that you got by another road than what you check: *.vkey of the log, *.pem, *.crt or *.cer of the
               issuer, tsa/*.pem, .crt or .cer of timestamping authorities, and *.jwks of issuers of eID. A log must also
               go on from each *.checkpoint there: signed notes that you kept, as they were mailed or served
  --statement FILE  a text file that must be exactly the words that were signed; one line feed more at its end is
               allowed
  --file FILE  a file that must be one of those that were signed for; may be given many times
  --json       the report as JSON

Without --trust it can only say whether all fits together, not who made it. Exit code 0: all holds; 1: something does
not, and which event; 2: it could not be read.

Examples:
  segl verify evidence.json --trust keys/
  segl verify receipt.json --trust keys/ --statement words.txt --file contract.pdf
  segl verify --log https://mail.example/log --trust keys/`,
    flags: {
      log: { type: 'string' },
      trust: { type: 'string' },
      statement: { type: 'string' },
      file: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
    words: 1,
    async run(flags, io, [path]) {
      if ((path === undefined) === (flags.log === undefined)) {
        throw new UsageError('Say what to check: a file, a folder, or --log with the address of a log.');
      }
      const trust = await readTrustFolder(flags.trust);
      const show = (report: object, lines: readonly string[]) =>
        io.out(flags.json ? plainJson(report) : lines.join('\n'));
      const verifyFrom = async (source: LogSource) =>
        verifyLog(source, trust, await readKeptCheckpoints(flags.trust), io, show);
      const compares = flags.statement !== undefined || (flags.file ?? []).length > 0;
      const onlyOfMessages = () =>
        new UsageError('--statement and --file are for the evidence file of a message or a receipt.');
      if (flags.log !== undefined) {
        if (compares) throw onlyOfMessages();
        return verifyFrom(serverAt(places, flags.log, io));
      }
      const status = await stat(path!).catch((error: NodeJS.ErrnoException) => error);
      if (status instanceof Error) return unreadable(io, `${path} cannot be read (${status.code}).`);
      if (status.isDirectory()) {
        if (compares) throw onlyOfMessages();
        return verifyFrom(places.folder(path!));
      }
      if (!status.isFile()) return unreadable(io, `${path} is no evidence file.`);
      const exported = await exportAt(path!);
      if (exported) {
        if (compares) throw onlyOfMessages();
        return verifyExport(exported, trust, io, show);
      }
      if (await isCsv(path!)) return unreadable(io, `${path} is CSV, ${csvAlone}`);
      if (status.size > mostBytes) return unreadable(io, `${path} is no evidence file.`);
      const given = await readCompared(flags.statement, flags.file ?? []);
      if (typeof given === 'string') return unreadable(io, given);
      return verifyBundle(path!, trust, given, io, show);
    },
  });

type Show = (report: object, lines: readonly string[]) => void;

async function verifyBundle(
  path: string,
  trust: Trust,
  given: Compared,
  io: Io,
  show: Show,
): Promise<number> {
  const checked = await checkBundle(await readFile(path), trust, given);
  return tell(path, 'bundle', checked, io, show, bundleLines);
}

interface ExportedFile {
  readonly path: string;
  readonly manifest: string | undefined;
}

const suffix = '.manifest.json';
/** Of a line of JSON, which is an event; with CSV there must be a manifest to tell. */
const lineOfEvent = '{"index":';

/** An export by its manifest, or by how it begins; `undefined`: it is none. */
async function exportAt(path: string): Promise<ExportedFile | undefined> {
  const file = path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
  const manifest = `${file}${suffix}`;
  const isThere = await stat(manifest).then(
    (found) => found.isFile() && found.size <= mostBytes,
    () => false,
  );
  if (isThere) return { path: file, manifest };
  return (await beginning(path, lineOfEvent.length)) === lineOfEvent
    ? { path, manifest: undefined }
    : undefined;
}

const csvAlone =
  'which is checked against its signed statement: put the FILE.manifest.json beside it that the desk hands out with a file. An export as JSON Lines (segl export --format jsonl) can be checked without one.';

const isCsv = async (path: string): Promise<boolean> =>
  /^(?:\u{feff})?index[,;|\t]event/u.test(await beginning(path, 32));

async function beginning(path: string, length: number): Promise<string> {
  const opened = await open(path);
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(length), 0, length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await opened.close();
  }
}

async function verifyExport(
  { path, manifest }: ExportedFile,
  trust: Trust,
  io: Io,
  show: Show,
): Promise<number> {
  const there = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (there instanceof Error) return unreadable(io, `${path} cannot be read (${there.code}).`);
  const signed = manifest === undefined ? undefined : await readFile(manifest);
  const checked = await checkExport(createReadStream(path, { highWaterMark: 1024 * 1024 }), signed, trust);
  return tell(path, 'export', checked, io, show, exportLines);
}

function tell<Report extends { readonly verdict: string }>(
  path: string,
  kind: string,
  checked: Checked<Report>,
  io: Io,
  show: Show,
  linesOf: (report: Report) => readonly string[],
): number {
  if ('unreadable' in checked)
    return unreadable(io, `${path} cannot be read as evidence. ${checked.unreadable}.`);
  if ('forged' in checked) {
    show({ kind, verdict: 'failed', findings: [{ code: 'signature' }] }, [
      plain(`Does not hold. ${checked.forged}.`),
    ]);
    return exits.wrong;
  }
  show({ kind, ...checked.report }, linesOf(checked.report));
  return checked.report.verdict === 'failed' ? exits.wrong : exits.holds;
}

async function verifyLog(
  source: LogSource,
  trust: Trust,
  checkpoints: readonly string[],
  io: Io,
  show: Show,
): Promise<number> {
  const report = await checkLog(source, trust, checkpoints, entriesTold(io));
  show({ kind: 'log', ...report }, logLines(report));
  if (report.verdict === 'wrong') return exits.wrong;
  return report.verdict === 'unread' ? exits.unreadable : exits.holds;
}

function serverAt(places: LogPlaces, url: string, io: Io): LogSource {
  try {
    // Whoever's log this is may not learn a secret of ours.
    return places.server(url, new URL(url).origin === new URL(io.url).origin ? io.token : undefined);
  } catch {
    throw new UsageError(`--log takes the address of a log, as https://mail.example/log, not “${url}”.`);
  }
}

function unreadable(io: Io, sentence: string): number {
  io.err(plain(sentence));
  return exits.unreadable;
}

/** Each percent once, where somebody watches. */
function entriesTold({ progress = terminal() }: Io): (done: number, total: number) => void {
  let shown = -1;
  return (done, total) => {
    const percent = Math.floor((done / total) * 100);
    if (percent === shown) return;
    shown = percent;
    progress?.(`${percent} % of ${total} entries checked`);
  };
}

function terminal(): ((line: string) => void) | undefined {
  const { stderr } = process;
  if (!stderr.isTTY) return undefined;
  return (line) => stderr.write(`\r${line}${line.startsWith('100 ') ? '\n' : ''}`);
}
