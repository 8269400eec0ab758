import { Refusal } from '../../message/refusals.ts';
import type { Head } from './mime/head.ts';

/** Hops after which a mail goes in circles (RFC 5321 §6.3 wants a generous count). */
const mostHops = 100;

/** Refuses mail_loop for a mail that has been everywhere, or that this installation itself has sent. */
export function refuseLoops(head: Head, installation: string): void {
  if (head.all('Received').length > mostHops) {
    throw new Refusal(
      'mail_loop',
      `The mail has passed more than ${mostHops} servers. Look for a loop in the routing.`,
    );
  }
  if (head.all('X-Segl-Installation').includes(installation)) {
    throw new Refusal(
      'mail_loop',
      'This is a mail that Segl itself has sent: its relay must not send it back here. Look for a loop in the routing.',
    );
  }
}
