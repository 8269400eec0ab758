import type { ErrorRequestHandler, Response } from 'express';
import { Frozen, Refusal, refusalCodes, Unavailable } from '../../message/refusals.ts';
import { Invalid, type RefusedField } from './invalid.ts';
import { UploadCut, UploadTooSlow } from '../http/receive.ts';

/** RFC 9457. `code` is stable; `detail` is a sentence for a person; facts of the refusal stand beside them. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly RefusedField[];
  readonly [fact: string]: unknown;
}

/** Codes of this door alone, beside those of `refusalCodes`. */
const ownCodes = {
  method_not_allowed: { http: 405, title: 'This address does not take that method' },
  upload_too_slow: { http: 408, title: 'The upload was too slow' },
  internal: { http: 500, title: 'Something went wrong on our side' },
  unavailable: { http: 503, title: 'A part of the service does not answer' },
} as const;

export const problemCodes = { ...refusalCodes, ...ownCodes };

type ProblemCode = keyof typeof problemCodes;

export function sendProblem(
  res: Response,
  code: ProblemCode,
  detail?: string,
  facts: Readonly<Record<string, unknown>> = {},
): void {
  const { http, title } = problemCodes[code];
  if (http === 401) res.setHeader('WWW-Authenticate', 'Bearer realm="Segl"');
  if (http === 503) res.setHeader('Retry-After', code === 'overloaded' ? '2' : '10');
  const problem: Problem = {
    type: `urn:segl:problem:${code}`,
    title,
    status: http,
    detail: detail ?? `${title}.`,
    code,
    ...facts,
  };
  res.status(http).setHeader('Content-Type', 'application/problem+json');
  res.end(JSON.stringify(problem));
}

/**
 * The last handler: turns what a route threw into an answer. `onFailure` gets what nobody foresaw, under the reference
 * that the answer shows; neither a stack nor a value of the request leaves.
 */
export function problemHandler(onFailure: (error: unknown, reference: string) => void): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    // The client is gone: there is nobody to answer, and nothing of ours has failed.
    if (error instanceof UploadCut || res.closed) return;
    if (error instanceof UploadTooSlow) {
      res.setHeader('Connection', 'close');
      return sendProblem(res, 'upload_too_slow', error.message);
    }
    if (error instanceof Invalid) {
      return sendProblem(res, error.code, error.message, { ...error.facts, errors: error.errors });
    }
    if (error instanceof Refusal) return sendProblem(res, error.code, error.message, error.facts);
    if (error instanceof Frozen) return sendProblem(res, 'unavailable', `${error.message}.`);
    if (error instanceof Unavailable) {
      const part = { database: 'database', blobs: 'storage', keys: 'key store' }[error.part as string];
      return sendProblem(
        res,
        'unavailable',
        `The ${part ?? error.part} does not answer. Send the same request again shortly; under an Idempotency-Key nothing comes twice.`,
        { part: error.part },
      );
    }
    if (isUnreadable(error)) return sendProblem(res, 'malformed', 'The address could not be read.');
    const reference = crypto.randomUUID();
    onFailure(error, reference);
    if (res.headersSent) return void req.socket.destroy();
    sendProblem(
      res,
      'internal',
      `Something went wrong on our side. Tell the operator this reference: ${reference}.`,
      {
        reference,
      },
    );
  };
}

/** Express refuses a path whose percent-encoding is broken. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof Error && (error as Error & { status?: unknown }).status === 400;
