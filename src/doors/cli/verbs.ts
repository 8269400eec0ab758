import { keys } from './keys.ts';
import { exportVerb } from './export.ts';
import { person } from './person.ts';
import { send } from './send.ts';
import { system } from './system.ts';
import type { Verb } from './verb.ts';

/** The verbs that talk to a running server. Without a prototype: `segl constructor` is no verb. */
export const verbs: Readonly<Record<string, Verb>> = Object.assign(Object.create(null), {
  person,
  system,
  keys,
  export: exportVerb,
  send,
});

/** What `segl help` prints: every verb there is, those of this machine included. */
export function help(allVerbs: Readonly<Record<string, { readonly summary: string }>>): string {
  const width = Math.max(...Object.keys(allVerbs).map((name) => name.length));
  const lines = Object.entries(allVerbs).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Usage: segl VERB [flags]', '', ...lines, '', 'segl VERB --help says more of each.'].join('\n');
}
