import type { Context } from '../../delivery/context.ts';
import { openSecret } from '../../delivery/secrets.ts';

const rememberMs = 10_000;
const most = 5_000;

const remembered = new WeakMap<Context['keys'], Map<string, { secret: string; until: number }>>();

/**
 * What a sealed cookie holds; `undefined`: it is not one of ours. A browser sends the same cookie with every request, so
 * an opened one is remembered for a few seconds, no longer than a destroyed key may go unnoticed. Whether the session
 * still lives is asked of the database every time.
 */
export async function openCookie(
  { keys }: Context,
  whose: 'recipient' | 'staff' | 'mailbox',
  sealed: string,
): Promise<string | undefined> {
  const known = remembered.get(keys) ?? new Map<string, { secret: string; until: number }>();
  remembered.set(keys, known);
  const name = `${whose} ${sealed}`;
  const found = known.get(name);
  if (found && found.until > performance.now()) return found.secret;
  const secret = await openSecret(keys, 'cookie', whose, sealed);
  if (secret === undefined) return undefined;
  if (known.size >= most) known.clear();
  known.set(name, { secret, until: performance.now() + rememberMs });
  return secret;
}
