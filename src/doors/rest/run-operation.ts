import type { Request, RequestHandler } from 'express';
import type { Context } from '../../delivery/context.ts';
import type { Viewer } from '../../delivery/message-access.ts';
import type { System } from '../../desk/staff.ts';
import type { ProvenSystem } from '../../desk/systems/secrets.ts';
import { Refusal } from '../../message/refusals.ts';
import type { Scope } from '../../message/scopes.ts';
import type { LargeBodies } from './large-bodies.ts';
import type { Operation } from './operation.ts';
import { readJson } from './read-json.ts';
import type { UploadPace } from '../http/receive.ts';
import { type Streamed, sendStreamed } from './send-streamed.ts';
import { validate } from './validate.ts';

export interface Running {
  readonly ctx: Context;
  readonly largeBodies: LargeBodies;
  /** Bytes of a message sent as JSON. */
  readonly jsonBytes: number;
  readonly pace: UploadPace;
}

/** What the door knows of whoever asks. */
export interface Authenticated {
  readonly system: ProvenSystem;
  /** As `RawRequest` has it. */
  readonly confirm: () => Promise<void>;
}

const smallBody = 256 * 1024;

/** The handler of one operation: rights, query and body are checked before it runs. */
export function runOperation(
  operation: Operation,
  { ctx, largeBodies, jsonBytes, pace }: Running,
): RequestHandler {
  return async (req, res) => {
    const { system, confirm } = res.locals as Authenticated;
    checkScope(system, operation.scope);
    const hold = largeBodies.enter();
    try {
      const call = {
        ctx,
        system,
        secret: system.secret,
        viewer: viewerOf(system),
        actor: { kind: 'system', id: system.id } as const,
        id: String(req.params.id ?? ''),
        query: operation.query && validate(operation.query, queryOf(req)),
        body:
          operation.body && !operation.raw
            ? validate(
                operation.body,
                await readJson(req, { most: operation.mostBytes ?? smallBody, hold, pace }),
              )
            : undefined,
      };
      if (call.body !== undefined) await confirm();
      const { value, headers } = await operation.run(call, { req, jsonBytes, hold, pace, confirm });
      if (headers) res.set(headers);
      if (operation.streams) return await sendStreamed(req, res, value as Streamed);
      res.status(operation.method === 'post' ? 201 : 200).json(value);
    } finally {
      hold.release();
    }
  };
}

/** A system sees its own messages; with `messages:all` everybody's, as compliance does. */
const viewerOf = ({ id, scopes }: System): Viewer => ({
  kind: 'system',
  id,
  grants: scopes.includes('messages:all') ? [{ role: 'compliance', unit: null }] : [],
});

/** Refuses forbidden. */
function checkScope({ scopes }: System, scope: Scope | null): void {
  if (scope === null || scopes.includes(scope)) return;
  throw new Refusal('forbidden', `This token may not do that: its scopes lack ${scope}.`);
}

/** Names once each: Express's own parser would make lists and objects of them. */
function queryOf(req: Request): Record<string, string> {
  return Object.fromEntries(new URL(req.originalUrl, 'http://localhost').searchParams);
}
