import type { Context } from '../../delivery/context.ts';
import { recordPlainEvent } from '../../evidence/record-plain-event.ts';
import { LineCount } from '../exports/line-ends.ts';
import type { IncidentKeeper } from './keeper.ts';
import { copyOfRegister, type RegisterFormat } from './register-rows.ts';

const byteOrderMark = Buffer.from('\ufeff');

export interface RegisterWish {
  /** Absent: all of them. */
  readonly year?: number | undefined;
  readonly format?: RegisterFormat | undefined;
}

/**
 * The register (GDPR art. 33(5)) as CSV after RFC 4180, with a line of names first; no cell begins a formula. That it is
 * handed out is evidence (`export.made`), before its first byte.
 */
export async function exportRegister(
  ctx: Context,
  { actor, units }: IncidentKeeper,
  { year, format = 'csv' }: RegisterWish = {},
): Promise<(signal?: AbortSignal) => AsyncIterable<Uint8Array>> {
  await recordPlainEvent(ctx.db, {
    type: 'export.made',
    actor,
    details: { via: 'register', format, year: year ?? null },
  });
  const { text, values } = copyOfRegister(units, year, format);
  return async function* (signal) {
    if (format === 'excel') yield byteOrderMark;
    const lines = new LineCount();
    for await (const chunk of ctx.db.copyOut(text, values, signal))
      yield lines.pass(Buffer.from(chunk), true);
  };
}
