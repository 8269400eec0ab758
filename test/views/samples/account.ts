import type { AccountPages } from '../../../views/models/account.ts';
import type { SamplesOf } from './common.ts';

export function accountSamples(word: string): SamplesOf<AccountPages> {
  const welcome = { path: '/desk/welcome/token', name: word, email: word, asksWho: false, minLength: 12 };
  return {
    'desk-sign-in': {
      first: { email: '', error: null, link: null },
      wrong: { email: word, error: 'wrong', link: null },
      often: { email: word, error: 'too_many', link: null },
      ended: { email: word, error: 'session_ended', link: null },
      'link-no-address': { email: '', error: null, link: { email: word, error: 'email_invalid' } },
      'links-often': { email: '', error: null, link: { email: word, error: 'too_many' } },
    },
    'desk-link': { only: { path: '/desk/links/token', email: word } },
    'desk-link-asked': { first: { email: word, hours: 72 }, 'shown-again': { email: null, hours: 72 } },
    'desk-link-gone': { only: { hours: 72 } },
    'desk-welcome': {
      first: { ...welcome, error: null },
      weak: { ...welcome, error: 'password_weak' },
      differs: { ...welcome, error: 'differs' },
      used: { ...welcome, error: 'link_used' },
      administrator: { ...welcome, asksWho: true, error: null },
      'no-address': { ...welcome, asksWho: true, error: 'email_invalid' },
    },
  };
}
