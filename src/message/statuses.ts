/** The states of a delivery. A live one still waits for something; a final one ends the story. */
export const statuses = {
  held: 'live',
  sent: 'live',
  notified: 'live',
  opened: 'live',
  reported: 'live',
  locked: 'live',
  acknowledged: 'final',
  declined: 'final',
  refused: 'final',
  bounced: 'final',
  /** Not sealed, by the sending organisation's own rule: the mail was passed on as it came. */
  relayed: 'final',
  recalled: 'final',
  expired: 'final',
  erased: 'final',
} as const;

export type DeliveryStatus = keyof typeof statuses;

/** `opened` counts as live here: an acknowledgement, a recall or the expiry may still follow it. */
export const isLive = (status: DeliveryStatus): boolean => statuses[status] === 'live';
