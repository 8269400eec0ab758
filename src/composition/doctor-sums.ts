import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import type { Context } from '../delivery/context.ts';
import { makeReconciliation } from '../desk/reconciliation/make-reconciliation.ts';
import type { Sums } from '../desk/reconciliation/count-evidence.ts';
import type { FindingKind } from '../message/reconciliation.ts';
import type { Line } from './advice.ts';

/** Counts the evidence, as the server does once a day; what is found is kept and told there too. */
export const examineSums = async (ctx: Context): Promise<Line[]> => say(await makeReconciliation(ctx));

/** How long a count by the server is waited for. */
const patience = 120_000;

/** The same from a running server, which alone has its database. */
export async function askForSums({ url, token, bootstrapToken }: Config): Promise<Line[]> {
  const secret = token ?? bootstrapToken;
  const untold: Line = [
    'warn',
    'The evidence was not counted: that needs SEGL_TOKEN with the scope failures.',
  ];
  if (secret === undefined) return [untold];
  const ask = async <Value>(method: string): Promise<Value | undefined> => {
    const response = await fetch(new URL('/api/v1/reconciliation', url), {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    return response.ok ? ((await response.json()) as Value) : undefined;
  };
  const asked = await ask<{ id: string }>('POST');
  if (!asked) return [untold];
  for (const end = Date.now() + patience; Date.now() < end; await sleep(200)) {
    const sums = await ask<Sums & { id: string | null; underWay: object | null }>('GET');
    if (sums?.id === asked.id) return say(sums);
  }
  return [
    ['warn', 'The evidence is being counted by the server; see /desk/reconciliation for what it finds.'],
  ];
}

function say({ messages, deliveries, differences, findings }: Sums): Line[] {
  if (differences === 0) {
    return [
      [
        'ok',
        `The evidence agrees with the tables: ${messages} messages, ${deliveries} recipients, each with one outcome or on its way.`,
      ],
    ];
  }
  return findings.map(({ kind, count, examples }) => {
    const [first] = examples;
    const example = first ? ` (the first: message ${first.message})` : '';
    return ['fail', `The evidence and the tables differ: ${count} × ${sentences[kind]}${example}.`];
  });
}

const sentences: Readonly<Record<FindingKind, string>> = {
  recipients: 'a message has other recipients than were accepted',
  no_events: 'no event tells of a recipient',
  no_delivery: 'events tell of a recipient who is not there',
  gap: 'a number is missing among the events of a recipient',
  two_outcomes: 'a delivery ended twice',
  status: 'a status is another than the events say',
  overdue: 'a delivery did not end when its time was over',
  stuck: 'nothing has left, and nothing waits to',
  seal_left: 'a seal is there that should be destroyed',
  seal_missing: 'a seal is missing',
};
