import type { DeliveryStatus } from '../../../src/message/statuses.ts';

interface StatusText {
  readonly name: string;
  /** What it means, and what to do where something is to be done. */
  readonly means: string;
}

export const statuses: Readonly<Record<DeliveryStatus, StatusText>> = {
  held: { name: 'Waiting', means: 'The message is held back until something is put right.' },
  sent: { name: 'Sent', means: 'The message is sealed, and the notice is on its way.' },
  notified: {
    name: 'Notice handed over',
    means: 'The next mail server has the notice. The message is not opened yet.',
  },
  opened: { name: 'Opened', means: 'Somebody with the code has opened the message.' },
  reported: {
    name: 'Reported',
    means: 'The recipient says that the message is not for them. Check the address.',
  },
  locked: {
    name: 'Locked',
    means: 'Too many wrong codes. Talk to the recipient, then unlock it or correct the number.',
  },
  acknowledged: { name: 'Signed for', means: 'The recipient has signed for the message.' },
  declined: { name: 'Declined to sign', means: 'The recipient has declined to sign.' },
  refused: { name: 'Not sent', means: 'Nothing was sent to this recipient. Put it right and send again.' },
  bounced: {
    name: 'Could not be delivered',
    means: 'The notice was rejected for good. Check the address and send again.',
  },
  relayed: {
    name: 'Passed on',
    means: 'By your organisation’s rule the mail was not sealed: it was passed on as it came.',
  },
  recalled: { name: 'Recalled', means: 'The message was recalled and can no longer be opened.' },
  expired: { name: 'Expired', means: 'The time for reading has run out.' },
  erased: { name: 'Erased', means: 'The recipient’s data has been erased, and the link opens nothing.' },
};
export type StatusTexts = typeof statuses;
