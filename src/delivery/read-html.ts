import type { Client } from './client.ts';
import type { Context } from './context.ts';
import { picturesOf } from './mail-pictures.ts';
import { readMessage } from './read-message.ts';
import { sessionBody } from './session-body.ts';

export interface HtmlBody {
  /** As the sender wrote it: not yet sanitised. */
  readonly html: string;
  /** `data:` URLs by Content-ID: a sandboxed frame sends no cookie, so pictures travel inside the page. */
  readonly pictures: ReadonlyMap<string, string>;
}

/** The same as a delivery's recipient gets it. */
export interface ReceivedHtml extends HtmlBody {
  readonly delivery: string;
}

/**
 * The HTML text with its inline pictures, as a part of the message page that this session was just shown. Asked for by
 * itself, it is a release like any other and commits its own event first.
 */
export async function readHtml(
  ctx: Context,
  token: string,
  session: string,
  client: Client,
): Promise<ReceivedHtml | undefined> {
  let body = await sessionBody(ctx, token, session);
  if (body && !body.shown) {
    if (!(await readMessage(ctx, token, session, client))) return undefined;
    body = await sessionBody(ctx, token, session);
  }
  if (!body?.content.html) return undefined;
  const { delivery, content } = body;
  return { delivery, html: content.html!, pictures: await picturesOf(ctx, body, content) };
}
