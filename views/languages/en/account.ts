export const account = {
  signIn: {
    title: 'Sign in',
    lead: (organisation: string) => `For staff at ${organisation} who write secure messages.`,
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    help: 'Have you forgotten your password? An administrator can give you a new link.',
    recipients: 'Have you received a secure message? Then use the link in the notice; you need no account.',
    errors: {
      wrong: 'The address and the password do not match. Check both and try again.',
      too_many: 'There have been many attempts. Wait some minutes and try again.',
      session_ended: 'You were signed out because nothing happened for a while. Sign in to go on.',
    },
  },
  links: {
    ask: {
      title: 'Do you send from your mail program and have no password?',
      email: 'The address you send from',
      hint: 'We mail you a link that signs you in.',
      submit: 'Get a link by mail',
      errors: {
        email_invalid: 'That is not an e-mail address. Type it as name@example.com, for example.',
        too_many: 'Many links have been asked for. Wait an hour and try again.',
      },
    },
    asked: {
      title: 'Look in your inbox',
      lead: (email: string) => `If ${email} is known here, a link is on its way.`,
      leadUnnamed: 'If the address is known here, a link is on its way.',
      works: (hours: number) =>
        `The link works once, for ${hours} hours. It signs you in to the messages that you have sent.`,
      nothingTitle: 'Has nothing arrived after some minutes?',
      nothing: [
        'See whether the mail lies among unwanted mail.',
        'Check that it is the address you send from.',
        'If you have chosen a password, we send no link: sign in with the password.',
      ],
      back: 'Back to sign-in',
    },
    use: {
      title: 'Sign in to your messages',
      lead: (email: string) => `This link is for ${email}.`,
      hint: 'The link works once. Afterwards you can always get a new one.',
      submit: 'Sign in',
      notYou: 'Is that not your address? Then close this page; nothing has happened.',
    },
    gone: {
      title: 'This link no longer works',
      lead: (hours: number) =>
        `It has been used, or is older than ${hours} hours. You can get a new one right away.`,
      password: 'Have you chosen a password? Then you need no link:',
    },
  },
  welcome: {
    title: 'Choose a password',
    lead: (name: string) => `Welcome, ${name}. Choose a password, and you are ready.`,
    leadFirst: 'You are the first administrator here. Say who you are and choose a password.',
    name: 'Name',
    email: 'E-mail address',
    password: 'Password',
    again: 'The same password again',
    hint: (length: number) =>
      `At least ${length} characters. Four or five ordinary words make a good password.`,
    submit: 'Save and sign in',
    errors: {
      password_weak: (length: number) => `The password is too short. It needs at least ${length} characters.`,
      email_invalid: 'That is not an e-mail address. Type it as name@example.com, for example.',
      differs: 'The two passwords are not the same. Type both again.',
      link_used: 'This link has been used or is too old. Ask an administrator for a new one.',
    },
  },
};
export type AccountTexts = typeof account;
