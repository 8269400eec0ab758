import { createHmac } from 'node:crypto';
import { pepper } from '../envelope/index.ts';
import type { Context } from './context.ts';

/** A number as budgets name it: a keyed digest, so that whoever reads the table cannot try all numbers. */
export async function keyedNumber({ keys }: Context, phone: string): Promise<string> {
  const { secret } = await pepper(keys);
  return createHmac('sha256', secret).update(phone).digest('base64url');
}
