import { z } from 'zod';

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
