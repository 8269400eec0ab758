import { exportFile } from './export-file.ts';
import { exportLog } from './export-log.ts';
import { describeVerb } from './run-verb.ts';
import { type Io, UsageError } from './verb.ts';

const narrowing = ['from', 'to', 'type', 'sender', 'recipient', 'message', 'format', 'delimiter'] as const;

export const exportVerb = describeVerb({
  name: 'export',
  summary: 'download the evidence into a file, or the log into a folder; goes on where it broke off',
  help: `Usage: segl export --out FILE [--format csv|excel|jsonl] [--delimiter CHARACTER] [--from DAY] [--to DAY]
                   [--type TYPE] [--sender ADDRESS] [--recipient ADDRESS] [--message ID]
       segl export --log FOLDER [--number NUMBER]

  --out FILE            where to, in the order of the log; CSV unless --format says otherwise
  --from, --to DAY      as 2026-02-28, both included; or instants
  --sender, --recipient the whole address, or its beginning with * at the end
  --type TYPE           as delivery.opened
  --delimiter CHARACTER of CSV: , ; | or tab
  --log FOLDER          the whole log as C2SP tiles, which "segl verify" checks
  --number NUMBER       of a log that is not the first

Give the same command again after it was interrupted: half a line is cut, and the rest follows, nothing twice and nothing
left out. While a file is not whole, FILE.part.json lies beside it. A file that is whole already gets what was logged since.
Exit code 0: whole; 1: not, and why; 2: the flags are not right. Needs SEGL_URL and, in SEGL_TOKEN, a token with the scope
evidence.

Examples:
  segl export --out evidence.csv --from 2026-01-01 --to 2026-03-31
  segl export --log ./log && segl verify ./log --trust ./trust`,
  flags: {
    out: { type: 'string' },
    log: { type: 'string' },
    number: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    type: { type: 'string' },
    sender: { type: 'string' },
    recipient: { type: 'string' },
    message: { type: 'string' },
    format: { type: 'string' },
    delimiter: { type: 'string' },
  },
  async run(flags, io) {
    if ((flags.out === undefined) === (flags.log === undefined))
      throw new UsageError('Give either --out or --log.');
    const tell = progressOf(io);
    if (flags.log !== undefined) {
      if (narrowing.some((name) => flags[name] !== undefined)) throw new UsageError('A log is copied whole.');
      if (flags.number !== undefined && !/^[1-9]\d{0,8}$/.test(flags.number)) {
        throw new UsageError('--number must be the number of a log, as 2.');
      }
      const log = flags.number === undefined || flags.number === '1' ? '/log' : `/log/${flags.number}`;
      const size = await exportLog(io, log, flags.log, tell);
      io.out(`${flags.log} holds the log of ${size} entries.`);
      return 0;
    }
    if (flags.number !== undefined) throw new UsageError('--number goes with --log.');
    const query = new URLSearchParams(
      narrowing.flatMap((name): [string, string][] => (flags[name] ? [[name, flags[name]]] : [])),
    );
    const size = await exportFile(io, flags.out!, query, tell);
    io.out(`${flags.out} is whole, up to entry ${size} of the log.`);
    return 0;
  },
});

/** One line on standard error that is written over, where somebody watches. */
function progressOf({ progress }: Io): (line: string) => void {
  const { stderr } = process;
  const write = progress ?? (stderr.isTTY ? (line: string) => void stderr.write(`\r${line} `) : undefined);
  let shown = '';
  return (line) => {
    if (!write || line === shown) return;
    shown = line;
    write(line);
  };
}
