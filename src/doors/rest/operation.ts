import type { Request } from 'express';
import type { z } from 'zod';
import type { Context } from '../../delivery/context.ts';
import type { Actor, Viewer } from '../../delivery/message-access.ts';
import type { System } from '../../desk/staff.ts';
import type { Scope } from '../../message/scopes.ts';
import type { Hold } from './large-bodies.ts';
import type { problemCodes } from './problem.ts';
import type { UploadPace } from '../http/receive.ts';

/** One request of an authenticated system, as an operation gets it. */
export interface Call<Query, Body> {
  readonly ctx: Context;
  readonly system: System;
  readonly viewer: Viewer;
  /** The id of the secret that was sent. */
  readonly secret: string;
  /** The system, as evidence names it. */
  readonly actor: Actor;
  /** The `{id}` of the path, or ''. */
  readonly id: string;
  readonly query: Query;
  readonly body: Body;
}

/** For the one operation that reads its body itself. */
export interface RawRequest {
  readonly req: Request;
  readonly jsonBytes: number;
  readonly hold: Hold;
  readonly pace: UploadPace;
  /** To be called once the body is there. Refuses unauthenticated: the secret ended meanwhile. */
  confirm(): Promise<void>;
}

export interface Answer<Value> {
  readonly value: Value;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What one method at one path does: the route and its description in OpenAPI are both made from this. */
export interface Operation<Query = unknown, Body = unknown, Value = unknown> {
  readonly method: 'get' | 'post' | 'put';
  /** Relative to the door, as OpenAPI writes it: `/messages/{id}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** What the secret must be good for; null: any secret will do. */
  readonly scope: Scope | null;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Bytes that a JSON body may have; 256 KiB unless told. */
  readonly mostBytes?: number;
  /** Reads the body itself; `body` only describes it. */
  readonly raw?: boolean;
  /** The media type of a body that it reads itself, and that is a file. */
  readonly media?: string;
  /** Media types as one of which it streams its answer: a `Streamed`, and `answer` describes nothing. */
  readonly streams?: readonly string[];
  readonly answer: z.ZodType<Value>;
  readonly examples: { readonly body?: Body; readonly answer: Value };
  /** Beside those that every operation may give. */
  readonly problems: readonly (keyof typeof problemCodes)[];
  run(call: Call<Query, Body>, raw: RawRequest): Promise<Answer<Frozen<Value>>>;
}

/** What a verb answers may be read-only where a schema's type is not. */
type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;

/** Ties the types of an operation together, and forgets them for the list of all. */
export const operation = <Query, Body, Value>(described: Operation<Query, Body, Value>): Operation =>
  described as unknown as Operation;
