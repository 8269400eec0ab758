import { getJson, postJson } from './call-server.ts';
import { describeVerb, required } from './run-verb.ts';
import { type Io, UsageError, VerbFailure } from './verb.ts';

export const system = describeVerb({
  name: 'system',
  summary: 'add a system that sends, list them, replace their secrets',
  help: `Usage: segl system --name NAME --from PATTERN… [--owner ADDRESS] [--unit UNIT] [--network CIDR…]
       segl system --list
       segl system --secrets ID
       segl system --rotate ID [--secret SECRET-ID] [--overlap HOURS]

  --name NAME       what the system is called
  --from PATTERN    an address, *@domain, or * for any; may be given several times
  --owner ADDRESS   the person who answers for it and gets its failures
  --unit UNIT       name of the unit; else the first one
  --network CIDR    as 10.1.2.0/24; may be given several times
  --list            a line for each system: id, state, name, addresses
  --secrets ID      a line for each secret of the system ID: id, state, end, last use, name, scopes
  --rotate ID       makes a new secret for the system ID in place of its only one, with the same scopes
  --secret ID       the one to replace, where the system has several
  --overlap HOURS   how long the old one may still be used, 0 to 720; else 24

The secret is the bearer token for REST, and with the system's id the password and user for SMTP. It is shown this
once. Needs SEGL_URL and, in SEGL_TOKEN, a token with the scope systems.

Examples:
  segl system --name Billing --from "*@example.dk" --owner lea@example.dk
  segl system --rotate 8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10 --overlap 48`,
  flags: {
    name: { type: 'string' },
    from: { type: 'string', multiple: true },
    owner: { type: 'string' },
    unit: { type: 'string' },
    network: { type: 'string', multiple: true },
    list: { type: 'boolean' },
    secrets: { type: 'string' },
    rotate: { type: 'string' },
    secret: { type: 'string' },
    overlap: { type: 'string' },
  },
  async run(flags, io) {
    const { name, from, list, secrets, rotate, secret, overlap } = flags;
    const asked = [name ?? from, list, secrets, rotate].filter((each) => each !== undefined);
    if (asked.length > 1) throw new UsageError('Give only one of --name, --list, --secrets and --rotate.');
    if (rotate === undefined && (secret ?? overlap) !== undefined) {
      throw new UsageError('--secret and --overlap go with --rotate.');
    }
    if (list) return listSystems(io);
    if (secrets !== undefined) return listSecrets(io, required('secrets', secrets));
    if (rotate !== undefined) {
      return rotateSecret(io, required('rotate', rotate), secret, parseHours(overlap));
    }
    return addSystem(io, flags);
  },
});

interface Adding {
  readonly name?: string | undefined;
  readonly from?: string[] | undefined;
  readonly owner?: string | undefined;
  readonly unit?: string | undefined;
  readonly network?: string[] | undefined;
}

async function addSystem(io: Io, { name, from, owner, unit, network }: Adding): Promise<number> {
  if (!from?.length) throw new UsageError('--from is missing: say which addresses the system may send from.');
  const draft = { name: required('name', name), from, owner, unit, networks: network };
  const { id, secret } = await postJson<{ id: string; secret: string }>(io, '/systems', draft);
  io.out(`id      ${id}`);
  io.out(`secret  ${secret}`);
  return 0;
}

interface ListedSystem {
  readonly id: string;
  readonly state: string;
  readonly name: string;
  readonly from: readonly string[];
}

async function listSystems(io: Io): Promise<number> {
  const { systems } = await getJson<{ systems: ListedSystem[] }>(io, '/systems');
  for (const { id, state, name, from } of systems) {
    io.out([id, state, shown(name), from.map(shown).join(',')].join('\t'));
  }
  return 0;
}

interface ListedSecret {
  readonly id: string;
  readonly state: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly replacedBy: string | null;
}

const secretsOf = async (io: Io, system: string): Promise<ListedSecret[]> =>
  (await getJson<{ secrets: ListedSecret[] }>(io, `/systems/${encodeURIComponent(system)}/secrets`)).secrets;

async function listSecrets(io: Io, system: string): Promise<number> {
  for (const { id, state, expiresAt, lastUsedAt, name, scopes } of await secretsOf(io, system)) {
    const times = [expiresAt ?? 'no end', lastUsedAt ?? 'never used'];
    io.out([id, state, ...times, shown(name), scopes.join(',')].join('\t'));
  }
  return 0;
}

async function rotateSecret(
  io: Io,
  system: string,
  secret: string | undefined,
  overlapHours: number | undefined,
): Promise<number> {
  const made = await postJson<{ id: string; secret: string; replaced: { expiresAt: string } }>(
    io,
    `/systems/${encodeURIComponent(system)}/secrets`,
    { replaces: secret ?? (await onlySecret(io, system)), overlapHours },
  );
  io.out(`id      ${system}`);
  io.out(`secret  ${made.secret}`);
  io.err(`The old secret may be used until ${made.replaced.expiresAt}.`);
  return 0;
}

async function onlySecret(io: Io, system: string): Promise<string> {
  const live = (await secretsOf(io, system)).filter(
    ({ state, replacedBy }) => state === 'live' && !replacedBy,
  );
  if (live.length === 1) return live[0]!.id;
  throw new VerbFailure(
    live.length === 0
      ? 'The system has no secret that could be replaced. Make one on its page, or by POST /systems/<id>/secrets.'
      : `The system has ${live.length} secrets. Say with --secret which one: segl system --secrets ${system}`,
  );
}

function parseHours(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined;
  if (!/^\d{1,3}$/.test(typed) || Number(typed) > 720) {
    throw new UsageError('--overlap must be a whole number of hours from 0 to 720.');
  }
  return Number(typed);
}

/** Names are other people's words: on a terminal they are nothing but words, and never another field. */
const shown = (text: string): string => text.replace(/[\p{C}\t]/gu, ' ');
