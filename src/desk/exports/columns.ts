/** The columns of every export, in their order. Fixed: a reader may count on them, and a new one comes at the end. */
export const columns = [
  'index',
  'event',
  'at',
  'type',
  'uri',
  'message',
  'delivery',
  'seq',
  'actor',
  'actor_id',
  'sender',
  'recipient',
  'details',
  'opening',
  'fields',
  'k',
  'commitment',
] as const;

/** `excel`: CSV with semicolons and a byte order mark, as Excel opens it in Scandinavia. */
export const exportFormats = ['csv', 'excel', 'jsonl'] as const;
export type ExportFormat = (typeof exportFormats)[number];
