import { postJson } from './call-server.ts';
import { describeVerb, required } from './run-verb.ts';

export const person = describeVerb({
  name: 'person',
  summary: 'add a person and print the one-time link for their password',
  help: `Usage: segl person --email ADDRESS --name NAME [--role ROLE] [--unit UNIT]

  --email ADDRESS   the address they sign in with
  --name NAME       as others see it
  --role ROLE       sender (default), compliance or admin
  --unit UNIT       name of the unit; else the first one

The link works once, for 72 hours. Whoever has it sets the password: hand it over yourself.
Needs SEGL_URL and, in SEGL_TOKEN, an administrator's token.

Example:
  segl person --email lea@example.dk --name "Lea Holm" --role compliance`,
  flags: {
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string' },
    unit: { type: 'string' },
  },
  async run({ email, name, role, unit }, io) {
    const draft = { email: required('email', email), name: required('name', name), role, unit };
    const { link } = await postJson<{ link: string }>(io, '/people', draft);
    io.out(link);
    return 0;
  },
});
