import type { AcknowledgementProof } from '../../message/acknowledgements.ts';
import type { Context } from '../context.ts';
import { openBesideFile, openFileKey } from '../sealed-file.ts';

export interface StoredAcknowledgement {
  readonly id: string;
  readonly jwe: string;
  readonly sealed: Buffer;
}

/** What was sealed when it was signed: the organisation's JWS as text, and what the method itself proves. */
export interface OpenedAcknowledgement {
  readonly jws: string;
  readonly proof: AcknowledgementProof;
}

/** Throws as `unwrapDataKey` does. */
export async function openAcknowledgement(
  ctx: Context,
  { id, jwe, sealed }: StoredAcknowledgement,
): Promise<OpenedAcknowledgement> {
  const dataKey = await openFileKey(ctx, id, jwe);
  return JSON.parse(openBesideFile(dataKey, id, sealed).toString()) as OpenedAcknowledgement;
}
