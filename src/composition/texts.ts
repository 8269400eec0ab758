import { alarmMail } from '../../views/mail/alarm.ts';
import { caseGivenMail } from '../../views/mail/case-given.ts';
import { checkpointMail } from '../../views/mail/checkpoint.ts';
import { digestMail } from '../../views/mail/digest.ts';
import { deletionMail } from '../../views/mail/deletion.ts';
import { passkeyAddedMail } from '../../views/mail/passkey-added.ts';
import { ownerNoticeMail } from '../../views/mail/owner-notice.ts';
import { replyAnswerMail } from '../../views/mail/reply-answer.ts';
import { mailboxInvitationMail } from '../../views/mail/mailbox-invitation.ts';
import { replyItself } from '../../views/mail/reply-itself.ts';
import { replyCameMail } from '../../views/mail/reply-came.ts';
import { noticeMail } from '../../views/mail/notice.ts';
import { secretEndsMail } from '../../views/mail/secret-ends.ts';
import { senderNoticeMail } from '../../views/mail/sender-notice.ts';
import { signInLinkMail } from '../../views/mail/sign-in-link.ts';
import { codeSms } from '../../views/sms/code.ts';
import { phoneChangedSms } from '../../views/sms/phone-changed.ts';
import { voiceTexts } from '../../views/sms/voice.ts';
import { waitingCall, waitingSms } from '../../views/sms/waiting.ts';
import { composeMail } from '../backends/mailer/compose.ts';
import { composeReply } from '../backends/mailer/compose-reply.ts';
import { codeTwiml, endedTwiml, greetingTwiml, saidTwiml } from '../backends/sms/voice.ts';
import type { Settings } from '../delivery/context.ts';
import type { Texts } from '../delivery/texts.ts';
import type { Language } from '../message/languages.ts';

/** Joins the verbs' need for words with the languages that have them. */
export function mailAndPhoneTexts({ organisation, url, mailFrom, installation }: Settings): Texts {
  const { hostname: host } = new URL(url);
  const mailDomain = mailFrom.slice(mailFrom.lastIndexOf('@') + 1);
  return {
    notice: noticeMail,
    senderNotice: senderNoticeMail,
    ownerNotice: ownerNoticeMail,
    replyAnswer: replyAnswerMail,
    replyCame: replyCameMail,
    replyItself,
    caseGiven: caseGivenMail,
    deletion: deletionMail,
    passkeyAdded: passkeyAddedMail,
    secretEnds: secretEndsMail,
    checkpoint: checkpointMail,
    alarm: alarmMail,
    digest: digestMail,
    mailboxInvitation: mailboxInvitationMail,
    signInLink: signInLinkMail,
    sms: (language, code, purpose) => codeSms(language, { code, purpose, organisation, host }),
    spoken: (language, code) => {
      const { before, again } = voiceTexts(language, organisation);
      return `${before} ${code}. ${again} ${code}.`;
    },
    waitingSms: (language, reference) => waitingSms(language, { organisation, reference }),
    phoneChangedSms: (language, reference) => phoneChangedSms(language, { organisation, reference }),
    waitingCall: (language, reference) => waitingCall(language, { organisation, reference }).said,
    composeReply: ({ from, organisation, id, before, subject, ...mail }) => {
      const ofReply = (reply: string) => `${reply}.reply@${mailDomain}`;
      const references = before.map((each) => ('reply' in each ? ofReply(each.reply) : each.mailId));
      return composeReply({
        ...mail,
        from: { ...from, name: `${from.name} (${organisation})` },
        subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
        messageId: ofReply(id),
        references,
        inReplyTo: references.at(-1),
        headers: { 'X-Segl-Installation': installation },
      });
    },
    compose: ({ from, to, replyTo, mail, messageId, answers }) =>
      composeMail({
        from,
        to,
        ...mail,
        messageId: `${messageId}@${mailDomain}`,
        date: new Date(),
        // By the second field the gateway knows a mail of ours that came back in a circle.
        headers: { ...(replyTo ? { 'Reply-To': replyTo } : {}), 'X-Segl-Installation': installation },
        autoSubmitted: answers ? 'auto-replied' : 'auto-generated',
      }),
  };
}

/** What a call says, as TwiML. */
export const callTexts = (organisation: string) => ({
  greeting: (language: Language, action: string) =>
    greetingTwiml({ language, text: voiceTexts(language, organisation).greeting, action }),
  reading: (language: Language, code: string) => {
    const { before, again } = voiceTexts(language, organisation);
    return codeTwiml({ language, before, code, again });
  },
  waiting: (language: Language, action: string) =>
    greetingTwiml({
      language,
      text: waitingCall(language, { organisation, reference: '' }).greeting,
      action,
    }),
  waitingSaid: (language: Language, reference: string) =>
    saidTwiml(language, waitingCall(language, { organisation, reference }).said),
  waitingOver: (language: Language) =>
    saidTwiml(language, waitingCall(language, { organisation, reference: '' }).over),
  ended: (language: Language) => endedTwiml(language, voiceTexts(language, organisation).ended),
});
