import type { Request } from 'express';
import { z } from 'zod';
import { Refusal } from '../../message/refusals.ts';
import { field } from './page.ts';

const base64url = z.string().regex(/^[\w-]+$/);
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') };
const none = z
  .unknown()
  .optional()
  .transform(() => ({}));

/** RegistrationResponseJSON (WebAuthn Level 3 §5.1), of which we keep what we look at. */
export const registrationAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string()).default([]),
  }),
  clientExtensionResults: none,
});

/** AuthenticationResponseJSON. */
export const assertionAnswer = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish().transform((handle) => handle ?? ''),
  }),
  clientExtensionResults: none,
});

/** What passkey.js put into the field `credential` of a form. Refuses passkey_invalid. */
export function credentialIn<Shape extends z.ZodType>(request: Request, shape: Shape): z.infer<Shape> {
  try {
    return shape.parse(JSON.parse(field(request, 'credential')));
  } catch {
    throw new Refusal('passkey_invalid');
  }
}
