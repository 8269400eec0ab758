import type { Request } from 'express';
import { z } from 'zod';
import { passkeyPurposes } from '../../../desk/account/passkey-challenges.ts';
import { Refusal } from '../../../message/refusals.ts';
import { assertionAnswer, registrationAnswer } from '../passkey-answers.ts';

const path = z.string().optional();

export const challengeAsked = z.object({ purpose: z.enum(passkeyPurposes) });

/** What somebody calls the passkey that a browser made. */
export const registration = z.object({ name: z.string(), credential: registrationAnswer });

/** What a passkey signed, and where the person was going. */
export const assertion = z.object({ next: path, credential: assertionAnswer });

/** What a request's body says. Refuses malformed. */
export function read<Shape extends z.ZodType>(shape: Shape, { body }: Request): z.infer<Shape> {
  const { success, data } = shape.safeParse(body);
  if (!success) throw new Refusal('malformed');
  return data;
}
