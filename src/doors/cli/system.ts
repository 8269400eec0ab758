import { postJson } from './call-server.ts';
import { describeVerb, required } from './run-verb.ts';
import { UsageError } from './verb.ts';

export const system = describeVerb({
  name: 'system',
  summary: 'add a system that sends, and print its id and secret',
  help: `Usage: segl system --name NAME --from PATTERN… [--owner ADDRESS] [--unit UNIT] [--network CIDR…]

  --name NAME       what the system is called
  --from PATTERN    an address, *@domain, or * for any; may be given several times
  --owner ADDRESS   the person who answers for it and gets its failures
  --unit UNIT       name of the unit; else the first one
  --network CIDR    as 10.1.2.0/24; may be given several times

The secret is the bearer token for REST, and with the id the user and password for SMTP. It is shown this once.
Needs SEGL_URL and, in SEGL_TOKEN, an administrator's token.

Example:
  segl system --name Billing --from "*@example.dk" --owner lea@example.dk`,
  flags: {
    name: { type: 'string' },
    from: { type: 'string', multiple: true },
    owner: { type: 'string' },
    unit: { type: 'string' },
    network: { type: 'string', multiple: true },
  },
  async run({ name, from, owner, unit, network }, io) {
    if (!from?.length)
      throw new UsageError('--from is missing: say which addresses the system may send from.');
    const draft = { name: required('name', name), from, owner, unit, networks: network };
    const { id, secret } = await postJson<{ id: string; secret: string }>(io, '/systems', draft);
    io.out(`id      ${id}`);
    io.out(`secret  ${secret}`);
    return 0;
  },
});
