import { isLandline, maskPhone } from '../../../delivery/addresses.ts';
import { callFirst } from '../../../delivery/call-first.ts';
import type { Purpose } from '../../../delivery/code-purposes.ts';
import { codeState } from '../../../delivery/code-state.ts';
import type { Context } from '../../../delivery/context.ts';
import type { LinkedDelivery } from '../../../delivery/find-delivery.ts';

/** What a page that takes a code says of the phone, and of the newest code for this purpose. */
export async function phoneModel({ db }: Context, { id, phone }: LinkedDelivery, purpose: Purpose) {
  const [state, prefersCall] = await Promise.all([codeState(db, id, purpose), callFirst(db, id)]);
  const maskedPhone = phone && maskPhone(phone);
  return {
    maskedPhone,
    smsPossible: phone !== null && !isLandline(phone),
    callPossible: phone !== null,
    callFirst: prefersCall,
    code: state && maskedPhone ? { ...state, maskedPhone } : null,
  };
}
