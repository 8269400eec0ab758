import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';

type Value = number | string | Buffer | Value[] | Map<number | string, Value>;

/** CBOR (RFC 8949) of what an authenticator says. */
function cbor(value: Value): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string')
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map((each) => cbor(each))]);
}

function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 255]);
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const text = (data: Buffer): string => data.toString('base64url');

export type Algorithm = 'ES256' | 'EdDSA' | 'RS256' | 'ES384';

const kinds: Readonly<Record<Algorithm, () => KeyObject>> = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ES384: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
  EdDSA: () => generateKeyPairSync('ed25519').privateKey,
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};

/** COSE key (RFC 9053 §7, RFC 8230 §4). */
function coseOf(key: KeyObject, algorithm: Algorithm): Buffer {
  const jwk = key.export({ format: 'jwk' });
  const part = (name: 'x' | 'y' | 'n' | 'e') => Buffer.from(jwk[name]!, 'base64url');
  const parts: Readonly<Record<Algorithm, () => [number, Value][]>> = {
    ES256: () => [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, part('x')],
      [-3, part('y')],
    ],
    ES384: () => [
      [1, 2],
      [3, -35],
      [-1, 2],
      [-2, part('x')],
      [-3, part('y')],
    ],
    EdDSA: () => [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, part('x')],
    ],
    RS256: () => [
      [1, 3],
      [3, -257],
      [-1, part('n')],
      [-2, part('e')],
    ],
  };
  return cbor(new Map(parts[algorithm]()));
}

/** What a device says otherwise than an honest one would. */
export interface Lies {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  crossOrigin?: boolean;
  /** Flags of the authenticator data (WebAuthn §6.1); honest: present, verified. */
  flags?: number;
  counter?: number;
  id?: Buffer;
  userHandle?: string | null;
  /** Signs with another key. */
  forged?: boolean;
  attestation?: { fmt: string; attStmt: Map<string, Value> };
}

export const present = 1;
export const verifiedUser = 4;
const withKey = 64;

/** An authenticator without a body: holds one discoverable credential, and says whatever a test wants it to. */
export class PasskeyDevice {
  readonly id = randomBytes(32);
  readonly key: KeyObject;
  readonly algorithm: Algorithm;
  readonly origin: string;
  counter = 0;
  userHandle = '';

  constructor(origin = 'http://localhost:3000', algorithm: Algorithm = 'ES256') {
    this.origin = origin;
    this.algorithm = algorithm;
    this.key = kinds[algorithm]();
  }

  /** COSE_Key (RFC 9052 §7). */
  get publicKey(): Buffer {
    return coseOf(this.key, this.algorithm);
  }

  private clientData(type: string, challenge: string, lies: Lies): Buffer {
    const { origin = this.origin, crossOrigin = false } = lies;
    return Buffer.from(
      JSON.stringify({
        type: lies.type ?? type,
        challenge: lies.challenge ?? challenge,
        origin,
        crossOrigin,
      }),
    );
  }

  private authenticatorData(flags: number, lies: Lies, rest = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.counter);
    const rpId = lies.rpId ?? new URL(this.origin).hostname;
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, rest]);
  }

  create(
    { challenge, user }: PublicKeyCredentialCreationOptionsJSON,
    lies: Lies = {},
  ): RegistrationResponseJSON {
    this.userHandle = user.id;
    const id = lies.id ?? this.id;
    const length = Buffer.from([id.length >> 8, id.length & 255]);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, coseOf(this.key, this.algorithm)]);
    const flags = (lies.flags ?? present | verifiedUser) | withKey;
    const { fmt, attStmt } = lies.attestation ?? { fmt: 'none', attStmt: new Map() };
    const attestationObject = new Map<string, Value>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', this.authenticatorData(flags, lies, attested)],
    ]);
    return {
      id: text(id),
      rawId: text(id),
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(this.clientData('webauthn.create', challenge, lies)),
        attestationObject: text(cbor(attestationObject)),
        transports: ['internal'],
      },
    };
  }

  use({ challenge }: PublicKeyCredentialRequestOptionsJSON, lies: Lies = {}): AuthenticationResponseJSON {
    const clientData = this.clientData('webauthn.get', challenge, lies);
    const data = this.authenticatorData(lies.flags ?? present | verifiedUser, lies);
    const key = lies.forged ? kinds[this.algorithm]() : this.key;
    const hash = this.algorithm === 'EdDSA' ? null : 'sha256';
    const signature = sign(hash, Buffer.concat([data, sha256(clientData)]), key);
    const userHandle = lies.userHandle === undefined ? this.userHandle : lies.userHandle;
    const id = text(lies.id ?? this.id);
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: text(clientData),
        authenticatorData: text(data),
        signature: text(signature),
        ...(userHandle === null ? {} : { userHandle }),
      },
    };
  }
}
