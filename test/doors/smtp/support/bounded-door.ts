import assert from 'node:assert/strict';
import { smtpDoor } from '../../../../src/doors/smtp/door.ts';
import type { SmtpOptions } from '../../../../src/doors/smtp/options.ts';
import { openPortal } from '../../../support/portal.ts';
import { type Gateway, trusted } from './gateway.ts';

/** A second door on the gateway's database, with bounds so close that a test comes to them. */
export async function withBoundedDoor(
  { db }: Gateway,
  limits: SmtpOptions['limits'],
  body: (port: number, outcomes: readonly string[]) => Promise<void>,
): Promise<void> {
  const portal = await openPortal(db);
  const outcomes: string[] = [];
  const door = smtpDoor({
    ctx: portal.ctx,
    hostname: 'segl.example',
    tls: { cert: '', key: '' },
    maxBytes: 1024 * 1024,
    trusted: [{ network: `${trusted}/32`, system: 'havn' }],
    log: { mail: ({ outcome }) => void outcomes.push(outcome), failure: assert.fail },
    limits,
  });
  try {
    await body(await door.listen(0, trusted), outcomes);
  } finally {
    await door.close();
    await portal.close();
  }
}
