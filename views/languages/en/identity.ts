export const identity = {
  signIn: (organisation: string) => `Sign in with ${organisation}`,
  failed: {
    title: 'The sign-in did not succeed',
    problems: {
      denied:
        'Your organisation’s sign-in did not let you in, or you turned back. Try again, or ask whoever manages your accounts whether you may sign in here.',
      expired: 'This sign-in took too long, was used already, or began in another browser. Start again.',
      failed:
        'The answer of your organisation’s sign-in cannot be trusted, so nobody was signed in. Start again. If the same happens, tell an administrator.',
      clock:
        'The clock of your organisation’s sign-in and ours differ by more than a minute. Tell an administrator: one of the two must be set right.',
      stale: 'Your organisation’s sign-in did not ask who you are. Try again, and sign in there anew.',
      other_person: 'Somebody else signed in there than is signed in here. Try again as yourself.',
      away: 'Your organisation’s sign-in does not answer. Try again in a moment. If you have a password here, you can use that meanwhile.',
      no_role: 'You are known, but you have no role here. Ask whoever manages your accounts to give you one.',
      closed: 'Your account here has been closed by an administrator. Ask them if you need it.',
      email_missing:
        'Your organisation’s sign-in gives us no e-mail address for you. Ask whoever manages your accounts to add it.',
      email_taken:
        'Your e-mail address belongs to another account here. Ask an administrator to change that account.',
      email_unverified:
        'There is an account here with your e-mail address, but your organisation’s sign-in does not say that the address is yours. Ask whoever manages your accounts to confirm it.',
      often: 'There have been many sign-ins from your network. Wait some minutes and try again.',
    },
    wanted: 'One of these roles or groups lets you in:',
    again: 'Try again',
    otherWays: 'Sign in another way',
  },
};
export type IdentityTexts = typeof identity;
