/**
 * What a recipient signed, put together as the product does it, but by other hands: so that a test can put a wrong thing into
 * each step and sign all that follows as it should be.
 */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import { SignJWT } from 'jose';
import { acknowledgementType } from '../../src/evidence/bundle/jws-header.ts';
import { signJws } from '../../src/evidence/bundle/sign-jws.ts';
import type { Signer } from '../../src/evidence/bundle/signer.ts';
import { encodeBase64 } from '../../src/evidence/log/base64.ts';
import { consistencyProof } from '../../src/evidence/log/proofs.ts';
import type {
  Acknowledgement,
  AcknowledgementProof,
  SignedAcknowledgement,
  Strength,
} from '../../src/message/acknowledgements.ts';
import { type Lies, PasskeyDevice } from '../desk/account/passkey-device.ts';
import {
  ana,
  indexOf,
  makeTestBundle,
  type Making,
  message,
  step,
  story,
  testLog,
  type Told,
} from './evidence-bundle.ts';

export const words = 'I have received the decision on the house at Søndergade 5.\nI have 4 weeks to appeal.';
export const sessionId = 'c0000000-0000-4000-8000-000000000001';
export const signingCode = 'd0000000-0000-4000-8000-000000000009';
export const origin = 'https://post.havn.example';
export const eidIssuer = 'https://eid.example';
export const eidClient = 'havn';

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const hex = (data: string | Uint8Array): string => sha256(data).toString('hex');

export interface Hands {
  readonly signer: Signer;
  readonly device: PasskeyDevice;
  /** The eID issuer's key on P-256. */
  readonly eidKey: KeyObject;
}

export const newHands = (signer: Signer): Hands => ({
  signer,
  device: new PasskeyDevice(origin),
  eidKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
});

export const jwkOf = (key: KeyObject) => {
  const { kty, crv, x, y } = key.export({ format: 'jwk' }) as Record<string, string>;
  return { kty: kty!, crv: crv!, x: x!, y: y!, kid: 'k1', use: 'sig', alg: 'ES256' };
};

/** What is done otherwise than it should be. */
export interface Wrongs {
  readonly method?: Strength;
  /** Before its digest is made, so that everybody signs it. */
  readonly acknowledgement?: (honest: Acknowledgement) => Acknowledgement;
  /** After it was signed by the person: the organisation signs other text. */
  readonly payload?: (text: string) => string;
  readonly lies?: Lies;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly proof?: (honest: AcknowledgementProof) => AcknowledgementProof;
  /** After the event has committed to it. */
  readonly signed?: (honest: SignedAcknowledgement) => SignedAcknowledgement;
  readonly event?: (honest: Told) => Told;
  /** Events before the signing. */
  readonly told?: (honest: Told[]) => Told[];
  readonly signedAt?: Date;
  readonly signer?: Signer;
  readonly type?: string;
  readonly token?: (signature: string) => Promise<Uint8Array>;
}

const before = (method: Strength, device: PasskeyDevice): Told => {
  const of = { delivery: ana, seq: 6 };
  if (method !== 'passkey') {
    return step(10, 'delivery.code_sent', of, { code: signingCode, via: 'sms', for: 'acknowledgement' });
  }
  return step(10, 'delivery.passkey_added', of, { passkey: hex(device.id), key: hex(device.publicKey) });
};

async function prove(
  digest: Buffer,
  method: Strength,
  { device, eidKey }: Hands,
  { lies = {}, claims = {} }: Wrongs,
): Promise<AcknowledgementProof> {
  const challenge = digest.toString('base64url');
  switch (method) {
    case 'code':
      return { method, code: signingCode };
    case 'passkey': {
      const { authenticatorData, clientDataJSON, signature } = device.use({ challenge }, lies).response;
      return {
        method,
        credential: device.id.toString('base64url'),
        authenticatorData,
        clientDataJSON,
        signature,
        publicKey: device.publicKey.toString('base64url'),
        rpId: new URL(origin).hostname,
        origin,
        addedAt: '2026-11-20T10:10:30.123456Z',
      };
    }
    case 'eid': {
      const at = Date.parse('2026-11-20T10:11:20Z') / 1000;
      const idToken = await new SignJWT({
        iss: eidIssuer,
        aud: eidClient,
        sub: 'anna-77',
        name: 'Ana Østergård',
        nonce: challenge,
        iat: at,
        exp: at + 600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
        .sign(eidKey);
      return { method, idToken, jwks: { keys: [jwkOf(eidKey)] }, issuer: eidIssuer, clientId: eidClient };
    }
  }
}

export interface SignedStory {
  readonly making: Making;
  readonly acknowledgement: SignedAcknowledgement;
  readonly digest: Buffer;
}

/** The story in which Ana signs after she has opened. */
export async function signedStory(
  making: Pick<Making, 'logKey'> & { signer: Signer },
  hands: Hands,
  wrongs: Wrongs = {},
): Promise<SignedStory> {
  const { method = 'code' } = wrongs;
  const { logKey } = making;
  const honest = [...story(), before(method, hands.device)];
  const told = wrongs.told?.(honest) ?? honest;
  const size = indexOf(told.length);
  const first = told.find(({ event }) => event.delivery === ana && event.seq === 1)!.event;
  const content = [{ part: 0, size: 5, sha256: hex('hello') }];
  const fixed: Acknowledgement = {
    format: 'segl-acknowledgement/1',
    message,
    delivery: ana,
    content,
    statement: { text: words, language: 'en', version: 1 },
    recipient: first.commitment!,
    method,
    moment: 'after',
    time: '2026-11-20T10:11:00.000123Z',
    checkpoint: await testLog({ told, logKey }).noteOf(size),
    nonce: Buffer.alloc(32, 7).toString('base64url'),
  };
  const text = canonicalize(wrongs.acknowledgement?.(fixed) ?? fixed)!;
  const digest = sha256(text);
  const proven = await prove(digest, method, hands, wrongs);
  const proof = wrongs.proof?.(proven) ?? proven;
  const at = wrongs.signedAt ?? new Date('2026-11-20T10:11:30Z');
  const jws = Buffer.concat(
    await signJws([wrongs.payload?.(text) ?? text], wrongs.signer ?? hands.signer, {
      typ: wrongs.type ?? acknowledgementType,
      at,
    }),
  ).toString();
  const details = {
    method,
    moment: 'after',
    digest: hex(jws),
    proof: hex(canonicalize(proof)!),
    session: sessionId,
    ...(proof.method === 'code' ? { code: proof.code } : {}),
  };
  const signing = step(11, 'delivery.acknowledged', { delivery: ana, seq: 7 }, details, { ip: '192.0.2.7' });
  const all = [...told, wrongs.event?.(signing) ?? signing];
  const log = testLog({ told: all, logKey });
  const consistency = (await consistencyProof(size, log.size, log.readTile)).map(encodeBase64);
  const { signature } = JSON.parse(jws) as { signature: string };
  const token = wrongs.token && encodeBase64(await wrongs.token(signature));
  const made: SignedAcknowledgement = { delivery: ana, jws, proof, ...(token ? { token } : {}), consistency };
  const acknowledgement = wrongs.signed?.(made) ?? made;
  return {
    acknowledgement,
    digest,
    making: {
      ...making,
      told: all,
      deliveries: [
        { id: ana, events: 7, status: 'acknowledged' },
        {
          id: told.find(({ event }) => event.type === 'delivery.recalled')!.event.delivery!,
          events: 3,
          status: 'recalled',
        },
      ],
      change: (bundle) => ({ ...bundle, acknowledgements: [acknowledgement] }),
    },
  };
}

export const signedBundle = async (story: SignedStory) => makeTestBundle(story.making);
