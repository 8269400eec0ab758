export const common = {
  languageName: 'English',
  languageSwitch: 'Language',
  skip: 'Skip to the content',
  secureMessages: 'Secure messages',
  footer: (organisation: string) => `Secure messages from ${organisation}, delivered by Segl.`,
  errorTitle: (title: string) => `Error: ${title}`,
  signOut: 'Sign out',
  reference: 'Reference',
  from: 'From',
  sent: 'Sent',
  numberEndingIn: (digits: string) => `number ending in ${digits}`,
};
export type CommonTexts = typeof common;
