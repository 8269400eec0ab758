export { type JudgedMail, type Judgement, judgeMail } from '../guard/secure-rule.ts';
