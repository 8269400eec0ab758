import { createSecret } from '../../desk/systems/create-secret.ts';
import { systemOfSecret } from '../../desk/systems/find-secret.ts';
import { findSystem } from '../../desk/systems/list-systems.ts';
import { listSecrets, type SecretLine } from '../../desk/systems/list-secrets.ts';
import { revokeSecret } from '../../desk/systems/revoke-secret.ts';
import { type Operation, operation } from './operation.ts';
import * as schemas from './schemas-secrets.ts';
import { nothing } from './schemas-systems.ts';
import { managerOf } from './token-manager.ts';

const id = '5b0e6d0a-92c4-4c55-8f2f-1d9d0a1b7c3e';
const system = '8d2f0c5e-3f0a-4a57-9d5c-3c1b2a7e9f10';
const scopes: ('messages:send' | 'messages:read')[] = ['messages:send', 'messages:read'];
const createdAt = '2027-01-31T12:00:00.000000Z';
const expiresAt = '2028-01-31T12:00:00.000000Z';

const shown = ({ warning: _, ...line }: SecretLine) => line;

/** The secrets of systems, and the one that calls. */
export const secretOperations: readonly Operation[] = [
  operation({
    method: 'get',
    path: '/systems/{id}/secrets',
    id: 'listSecrets',
    summary: 'The secrets of a system, without the secrets themselves',
    description: 'The live ones first, at most 200.',
    scope: 'systems',
    answer: schemas.secrets,
    examples: {
      answer: {
        secrets: [
          {
            id,
            name: 'first',
            scopes,
            createdAt,
            expiresAt,
            lastUsedAt: null,
            revokedAt: null,
            state: 'live' as const,
            replacedBy: null,
          },
        ],
      },
    },
    problems: ['forbidden', 'not_found'],
    async run(call) {
      await findSystem(call.ctx, managerOf(call), call.id);
      return { value: { secrets: (await listSecrets(call.ctx, call.id)).map(shown) } };
    },
  }),

  operation({
    method: 'post',
    path: '/systems/{id}/secrets',
    id: 'createSecret',
    summary: 'Make a secret, or replace one',
    description:
      'With `replaces` the new secret has the same name, scopes and length of life unless told otherwise, and the old ' +
      'one may be used for the overlap. A secret is replaced once: after that the new one is.',
    scope: 'systems',
    body: schemas.newSecret,
    answer: schemas.createdSecret,
    examples: {
      body: { replaces: id, overlapHours: 48 },
      answer: {
        id: 'f3b1a1a2-6a37-4a0a-9a59-0f4c6c4f4f5d',
        name: 'first',
        secret: 'Jx3…',
        scopes,
        expiresAt,
        replaced: { id, expiresAt: '2027-02-02T12:00:00.000000Z' },
      },
    },
    problems: ['forbidden', 'not_found', 'gone', 'changed_meanwhile', 'invalid'],
    run: async (call) => ({ value: await createSecret(call.ctx, managerOf(call), call.id, call.body) }),
  }),

  operation({
    method: 'post',
    path: '/secrets/{id}/revocations',
    id: 'revokeSecret',
    summary: 'End a secret at once and for good',
    scope: 'systems',
    body: nothing,
    answer: schemas.endedSecret,
    examples: { body: {}, answer: { id, ended: true as const } },
    problems: ['forbidden', 'not_found', 'invalid'],
    async run(call) {
      const owner = await systemOfSecret(call.ctx, call.id);
      await revokeSecret(call.ctx, managerOf(call), owner, call.id);
      return { value: { id: call.id, ended: true as const } };
    },
  }),

  operation({
    method: 'get',
    path: '/token',
    id: 'getToken',
    summary: 'What the calling token is, and what it may be used for',
    scope: null,
    answer: schemas.token,
    examples: {
      answer: {
        id,
        name: 'first',
        scopes,
        createdAt,
        expiresAt: null,
        system: { id: system, name: 'Billing', from: ['*@example.dk'] },
      },
    },
    problems: [],
    async run({ ctx, secret, system: { id, name, senders, scopes } }) {
      const { rows } = await ctx.db.query<{ name: string; createdAt: string; expiresAt: string | null }>(
        'select name, created_at as "createdAt", expires_at as "expiresAt" from system_secrets where id = $1',
        [secret],
      );
      return { value: { id: secret, scopes, ...rows[0]!, system: { id, name, from: senders } } };
    },
  }),
];
