export { parseEmailAddress } from '../guard/email-address.ts';
export { isLandline, maskPhone, parsePhoneNumber } from '../guard/phone-number.ts';
