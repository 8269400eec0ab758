import { readFile } from 'node:fs/promises';
import { callServer } from './call-server.ts';
import { progressOf } from './progress.ts';
import { parseDays, parseRecipient } from './recipient-flag.ts';
import { describeVerb, required } from './run-verb.ts';
import { uploadOf } from './upload.ts';
import { type Io, UsageError } from './verb.ts';

interface Accepted {
  readonly id: string;
  readonly deliveries: readonly { id: string; email: string; status: string; reason?: string }[];
}

export const send = describeVerb({
  name: 'send',
  summary: 'send a sealed message, with attachments of any size',
  help: `Usage: segl send --from ADDRESS --to EMAIL[,PHONE[,NAME]]… --subject TEXT [--text TEXT | --text-file FILE]
                 [--html-file FILE] [--attach FILE…] [--expires DAYS] [--idempotency-key KEY]

  --from ADDRESS          sender; one that the token's system may use
  --to EMAIL,PHONE,NAME   recipient; may be given several times. Without a number the directory is asked for one
  --subject TEXT          sealed with the content
  --text TEXT             what the message says
  --text-file FILE        the same from a file, or from what is piped in with -
  --html-file FILE        the same as HTML
  --attach FILE           may be given several times
  --expires DAYS          else 90
  --idempotency-key KEY   a second call with the same key and content sends nothing new

Prints one line for each recipient. Exit code 0: all are on their way; 3: some are held or refused; 1: nothing was
sent, and why. Needs SEGL_URL and SEGL_TOKEN.

Examples:
  segl send --from billing@example.dk --to ana@example.com,+4520123456 --subject Invoice --text "Attached." --attach invoice.pdf
  report | segl send --from ops@example.dk --to lea@example.dk --subject Report --text-file -`,
  flags: {
    from: { type: 'string' },
    to: { type: 'string', multiple: true },
    subject: { type: 'string' },
    text: { type: 'string' },
    'text-file': { type: 'string' },
    'html-file': { type: 'string' },
    attach: { type: 'string', multiple: true },
    expires: { type: 'string' },
    'idempotency-key': { type: 'string' },
  },
  async run(flags, io) {
    if (!flags.to?.length) throw new UsageError('--to is missing: say who gets the message.');
    if (flags.text !== undefined && flags['text-file'] !== undefined) {
      throw new UsageError('Give either --text or --text-file.');
    }
    const textFile = flags['text-file'];
    const htmlFile = flags['html-file'];
    const message = {
      from: required('from', flags.from),
      to: flags.to.map(parseRecipient),
      subject: required('subject', flags.subject),
      text: textFile === undefined ? flags.text : await readText(textFile, io),
      html: htmlFile === undefined ? undefined : await readText(htmlFile, io),
      expiresAt: flags.expires === undefined ? undefined : parseDays(flags.expires),
    };
    const upload = await uploadOf(message, flags.attach ?? [], progressOf(io));
    const key = flags['idempotency-key'];
    const headers = { ...upload.headers, ...(key === undefined ? {} : { 'idempotency-key': key }) };
    const { id, deliveries } = await callServer<Accepted>(io, '/messages', { ...upload, headers });
    io.out(`message  ${id}`);
    for (const { email, status, reason } of deliveries)
      io.out(`${status}  ${email}${reason ? `  ${reason}` : ''}`);
    return deliveries.some(({ status }) => status === 'held' || status === 'refused') ? 3 : 0;
  },
});

async function readText(file: string, io: Io): Promise<string> {
  if (file === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of io.input ?? process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  }
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code}).`);
  });
}
