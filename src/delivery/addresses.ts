export { parseEmailAddress } from '../guard/email-address.ts';
export { maskPhone, parsePhoneNumber } from '../guard/phone-number.ts';
