import express, { type RequestHandler, Router } from 'express';
import type { Context } from '../../delivery/context.ts';
import { type ProvenSystem, systemOf } from '../../desk/systems/secrets.ts';
import { Frozen, Refusal } from '../../message/refusals.ts';
import { LargeBodies } from './large-bodies.ts';
import { letClientFinish } from '../http/let-client-finish.ts';
import { openApi } from './openapi.ts';
import { operations } from './operations.ts';
import { problemHandler, sendProblem } from './problem.ts';
import { type UploadPace, uploadPace } from '../http/receive.ts';
import { type Authenticated, runOperation } from './run-operation.ts';

export interface RestOptions {
  /** Largest body in JSON. Files of any size go as multipart/form-data. */
  readonly maxJsonMegabytes: number;
  /** Bodies over 1 MiB that may be in memory at once; 3 unless told. */
  readonly largeBodies?: number;
  readonly pace?: UploadPace;
  /** Nothing is released or accepted yet; never, unless told. */
  readonly isFrozen?: () => boolean;
  /** Told of a failure that nobody foresaw, under the reference that the client was given. */
  readonly onFailure?: (error: unknown, reference: string) => void;
}

/** The REST interface for systems, to be mounted at `/api/v1`. Described in docs/rest.md and by its own OpenAPI. */
export function restDoor(ctx: Context, options: RestOptions): express.Router {
  const router = Router({ caseSensitive: true, strict: true });
  let description: ReturnType<typeof openApi> | undefined;
  router.use((_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(letClientFinish);
  router.use((_req, _res, next) => {
    if (options.isFrozen?.()) throw new Frozen();
    next();
  });
  router
    .route('/openapi.json')
    .get((_req, res) => {
      description ??= openApi(ctx.settings.url);
      res.json(description);
    })
    .all(notAllowed(['GET']));
  router.use(authenticate(ctx));
  const running = {
    ctx,
    largeBodies: new LargeBodies(options.largeBodies ?? 3),
    jsonBytes: options.maxJsonMegabytes * 1024 * 1024,
    pace: options.pace ?? uploadPace,
  };
  for (const [path, here] of Map.groupBy(operations, (operation) => operation.path)) {
    const route = router.route(path.replaceAll('{id}', ':id'));
    for (const operation of here) route[operation.method](runOperation(operation, running));
    route.all(notAllowed(here.map(({ method }) => method.toUpperCase())));
  }
  router.use(() => {
    throw new Refusal(
      'not_found',
      'There is nothing at this address. /api/v1/openapi.json lists what there is.',
    );
  });
  router.use(problemHandler(options.onFailure ?? (() => {})));
  return router;
}

/** Milliseconds for which a secret that stood counts as standing. */
const standsFor = 1_000;

/** RFC 6750 §2.1. Comes before anything of the body is read; a body may take its time, and the secret end meanwhile. */
const authenticate =
  (ctx: Context): RequestHandler =>
  async (req, res, next) => {
    const [, secret] = req.get('Authorization')?.match(/^Bearer +([^\s]+) *$/i) ?? [];
    if (!secret) {
      throw new Refusal(
        'unauthenticated',
        'Send the secret of a system as “Authorization: Bearer <secret>”.',
      );
    }
    const system = await provenBy(ctx, secret);
    const since = performance.now();
    const authenticated: Authenticated = {
      system,
      async confirm() {
        if (performance.now() - since > standsFor) await provenBy(ctx, secret);
      },
    };
    Object.assign(res.locals, authenticated);
    next();
  };

/** Whether a secret has ended or never was is nobody's business. */
async function provenBy(ctx: Context, secret: string): Promise<ProvenSystem> {
  const system = await systemOf(ctx, secret);
  if (!system) throw new Refusal('unauthenticated', 'This token is not valid here.');
  return system;
}

const notAllowed =
  (methods: readonly string[]): RequestHandler =>
  (_req, res) => {
    const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
    res.setHeader('Allow', allowed);
    sendProblem(res, 'method_not_allowed', `This address takes ${allowed}.`);
  };
