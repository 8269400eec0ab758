import { decodeWords } from '../mime/charset.ts';
import { citedReply } from './replies.ts';
import type { DeliveryReport } from './report.ts';
import { addressIn, hostIn, oneLine } from './tidy.ts';

type Fields = ReadonlyMap<string, string>;

/** What must be looked after comes first. */
const gravity = ['failed', 'delayed', 'relayed', 'delivered'] as const;
type Kind = (typeof gravity)[number];

/**
 * Reads the body of a message/delivery-status (RFC 3464 §2) or message/global-delivery-status part (RFC 6533). Of several
 * recipients the gravest counts, the first of those; `undefined` where it says nothing of any. `explanation`: the text
 * for people, used where the recipient's fields have none.
 */
export function readDeliveryStatus(body: string, explanation: string): DeliveryReport | undefined {
  const groups = groupsOf(body);
  const reporting = groups.find((fields) => fields.has('reporting-mta'))?.get('reporting-mta');
  let gravest: { kind: Kind; fields: Fields } | undefined;
  for (const fields of groups) {
    const kind = kindOf(fields);
    if (kind && (!gravest || gravity.indexOf(kind) < gravity.indexOf(gravest.kind)))
      gravest = { kind, fields };
  }
  if (!gravest) return undefined;

  const { kind, fields } = gravest;
  const recipient =
    recipientOf(fields.get('final-recipient')) ?? recipientOf(fields.get('original-recipient'));
  const status = statusOf(kind, fields);
  const server = hostIn(typed(fields.get('remote-mta'))) ?? hostIn(typed(reporting));
  return {
    kind,
    ...(recipient ? { recipient } : {}),
    ...(status ? { status } : {}),
    ...(server ? { server } : {}),
    text: oneLine(decodeWords(diagnostic(fields))) || oneLine(explanation),
  };
}

/** Groups of fields, parted by blank lines. A field that stands twice in a group counts once, a long one is cut. */
function groupsOf(body: string): readonly Fields[] {
  const groups: Fields[] = [];
  let fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of body.split('\n')) {
    if (!line.trim()) {
      if (fields.size > 0) groups.push(fields);
      fields = new Map();
      name = undefined;
    } else if (/^[ \t]/.test(line)) {
      const value = name === undefined ? undefined : fields.get(name);
      if (value !== undefined && value.length < 2000)
        fields.set(name!, `${value} ${line.slice(0, 2000).trim()}`);
    } else {
      const [, found, value = ''] = line.slice(0, 2000).match(/^([\w-]{1,60})[ \t]{0,9}:(.*)/) ?? [];
      name = found?.toLowerCase();
      if (name !== undefined && fields.has(name)) name = undefined;
      if (name !== undefined) fields.set(name, value.trim());
    }
  }
  if (fields.size > 0) groups.push(fields);
  return groups;
}

/**
 * By Action (RFC 3464 §2.3.3), else by the class of Status, else by the reply that is cited. Where they contradict each
 * other the worse counts, except that a server which says that it still tries is believed.
 */
function kindOf(fields: Fields): Kind | undefined {
  const action = (fields.get('action') ?? '').toLowerCase().match(/^[a-z]+/)?.[0];
  const status = fields.get('status')?.match(/^\s*([245])\.\d/)?.[1];
  const reply = citedReply(diagnostic(fields));
  if (action === 'failed' || action === 'delayed') return action;
  if (status === '5') return 'failed';
  if (status === '4') return 'delayed';
  if (action === 'delivered') return 'delivered';
  // Without an Action nobody says that it lies in the mailbox.
  if (action === 'relayed' || action === 'expanded' || status === '2') return 'relayed';
  return reply && (reply.failure === 'permanent' ? 'failed' : 'delayed');
}

/** The Status field, or the code of the diagnostic where that is more precise; never one that contradicts the kind. */
function statusOf(kind: Kind, fields: Fields): string | undefined {
  const bad = kind === 'failed' || kind === 'delayed';
  const field = fields.get('status')?.match(/^\s*([245]\.\d{1,3}\.\d{1,3})(?!\d)/)?.[1];
  const fits = field !== undefined && bad !== field.startsWith('2') ? field : undefined;
  if (!bad) return fits;
  const cited = citedReply(diagnostic(fields))?.status;
  const vague = fits === undefined || fits.endsWith('.0.0');
  return vague && cited && (fits === undefined || cited[0] === fits[0]) ? cited : fits;
}

const diagnostic = (fields: Fields): string => typed(fields.get('diagnostic-code'));

/** The value after its type: `smtp; 550 no such user`. */
const typed = (value = ''): string => value.replace(/^[\w-]{1,40}[ \t]{0,9};/, '').trim();

/** RFC 6533 §3: characters beyond ASCII may be written `\x{F8}`. */
const recipientOf = (value: string | undefined): string | undefined =>
  addressIn(
    typed(value).replace(/\\x\{([\da-f]{1,6})\}/gi, (whole, hex: string) => {
      const point = Number.parseInt(hex, 16);
      return point > 0x10ffff ? whole : String.fromCodePoint(point);
    }),
  );
