import type { Json } from '../commitment.ts';

/** An event as its entry in the log has it, parsed. */
export interface LoggedEvent {
  readonly id: string;
  readonly v: number;
  readonly type: string;
  /** ISO 8601 UTC with microseconds. */
  readonly at: string;
  readonly message?: string;
  readonly delivery?: string;
  /** 1, 2, 3… of its delivery. */
  readonly seq?: number;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly details: { readonly [detail: string]: Json };
  /** Base64 of 32 bytes. */
  readonly commitment?: string;
}
