export { parseEmailAddress } from '../guard/email-address.ts';
export { isLandline, maskPhone, parsePhoneNumber } from '../guard/phone-number.ts';
export { isUnattended } from '../guard/unattended.ts';
export { fitsPattern } from '../guard/email-address.ts';
export { blockPatternsFor, parseBlockPattern } from '../guard/block-pattern.ts';
