import { isLandline, maskPhone } from '../../../delivery/addresses.ts';
import { callFirst } from '../../../delivery/call-first.ts';
import type { Purpose } from '../../../delivery/code-purposes.ts';
import { type CodeState, codeState } from '../../../delivery/code-state.ts';
import type { Context } from '../../../delivery/context.ts';
import type { LinkedDelivery } from '../../../delivery/find-delivery.ts';

/** What a page that takes a code says of the phone, and of the newest code for this purpose. */
export async function phoneModel({ db }: Context, { id, phone }: LinkedDelivery, purpose: Purpose) {
  const [newest, prefersCall] = await Promise.all([codeState(db, id, purpose), callFirst(db, id)]);
  // Another code goes to whom the newest one went.
  const number = newest?.memberPhone ?? phone;
  return {
    maskedPhone: phone && maskPhone(phone),
    smsPossible: number !== null && !isLandline(number),
    callPossible: number !== null,
    callFirst: prefersCall,
    code: newest && number !== null ? sentCode(newest, number) : null,
  };
}

const sentCode = ({ memberPhone: _, ...code }: CodeState, number: string) => ({
  ...code,
  maskedPhone: maskPhone(number),
});
