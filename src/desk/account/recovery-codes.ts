import { randomBytes } from 'node:crypto';
import { base32, fromBase32 } from '../../delivery/base32.ts';
import type { Context } from '../../delivery/context.ts';
import { hashToken } from '../../delivery/link-token.ts';
import type { Queryable } from '../../evidence/ports.ts';
import { Refusal } from '../../message/refusals.ts';
import type { StaffMember } from '../staff.ts';
import { factorsOf, hasFactor, mayChangeFactors, recordFactor } from './factors.ts';
import { holdAccount } from './hold-account.ts';

const howMany = 10;
const bytesEach = 10;

/**
 * Makes ten codes, each of which stands in once for a second factor, and ends those of before. They are 80 random bits
 * each, as `abcd-efgh-ijkl-mnop`, and cannot be shown again. Refuses: proof_too_old, second_factor_needed (there is no
 * factor that they could stand in for), unauthenticated (the session ended).
 */
export async function makeRecoveryCodes(ctx: Context, staff: StaffMember): Promise<readonly string[]> {
  const codes = Array.from({ length: howMany }, () => base32(randomBytes(bytesEach)));
  await ctx.db.transaction(async (tx) => {
    // Two windows that make codes at once: those of the second stand.
    await holdAccount(tx, staff);
    const factors = await factorsOf(tx, staff.id);
    if (!hasFactor(factors)) throw new Refusal('second_factor_needed');
    if (!mayChangeFactors(staff.session, factors)) throw new Refusal('proof_too_old');
    await tx.query('delete from recovery_codes where person_id = $1 and used_at is null', [staff.id]);
    await tx.query('insert into recovery_codes (hash, person_id) select unnest($1::bytea[]), $2', [
      codes.map(hashToken),
      staff.id,
    ]);
    await recordFactor(tx, 'person.factor_added', staff.id, 'recovery_codes');
  });
  return codes.map((code) => code.match(/.{4}/g)!.join('-'));
}

/** Uses a code up, however it was typed. Refuses: wrong_code, code_used. */
export async function useRecoveryCode(tx: Queryable, person: string, typed: string): Promise<void> {
  const code = typed.length <= 200 ? typed.replace(/[^0-9A-Za-z]/g, '').toLowerCase() : '';
  if (fromBase32(code)?.length !== bytesEach) throw new Refusal('wrong_code');
  const { count } = await tx.query(
    'update recovery_codes set used_at = now() where hash = $1 and person_id = $2 and used_at is null',
    [hashToken(code), person],
  );
  if (count > 0) return;
  const { count: used } = await tx.query('select from recovery_codes where hash = $1 and person_id = $2', [
    hashToken(code),
    person,
  ]);
  throw new Refusal(used > 0 ? 'code_used' : 'wrong_code');
}
