import { texts as languageTexts } from '../../views/languages/index.ts';
import { noticeMail } from '../../views/mail/notice.ts';
import { senderNoticeMail } from '../../views/mail/sender-notice.ts';
import { codeSms } from '../../views/sms/code.ts';
import { voiceTexts } from '../../views/sms/voice.ts';
import { composeMail } from '../backends/mailer/compose.ts';
import { codeTwiml, greetingTwiml } from '../backends/sms/voice.ts';
import type { Settings } from '../delivery/context.ts';
import type { Texts } from '../delivery/texts.ts';
import type { Language } from '../message/languages.ts';

/** Joins the verbs' need for words with the languages that have them. */
export function mailAndPhoneTexts({ organisation, url, mailFrom }: Settings): Texts {
  const { host } = new URL(url);
  const mailDomain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1);
  return {
    notice: noticeMail,
    senderNotice: (language, facts) => senderNoticeMail(language, { ...facts, messageId: null }),
    sms: (language, code) => codeSms(language, { code, organisation, host }),
    spoken: (language, code) => languageTexts[language].notices.voice.code(code),
    compose: ({ from, to, mail, messageId }) =>
      composeMail({
        from,
        to,
        ...mail,
        messageId: `${messageId}@${mailDomain}`,
        date: new Date(),
        autoSubmitted: 'auto-generated',
      }),
  };
}

/** What a call says, as TwiML. */
export const callTexts = (organisation: string) => ({
  greeting: (language: Language, action: string) =>
    greetingTwiml({ language, text: voiceTexts(language, organisation).greeting, action }),
  reading: (language: Language, code: string) => {
    const { code: first, again } = languageTexts[language].notices.voice;
    const lead = (sentence: string) => sentence.replace(/[\s:.]+$/, '');
    return codeTwiml({ language, before: lead(first('')), code, again: lead(again('')) });
  },
});
