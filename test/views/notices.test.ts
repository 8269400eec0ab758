import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { codePurposes } from '../../src/delivery/code-purposes.ts';
import { toldFailures } from '../../src/message/failures.ts';
import { languages } from '../../src/message/languages.ts';
import { texts } from '../../views/languages/index.ts';
import { checkpointMail } from '../../views/mail/checkpoint.ts';
import { deletionMail } from '../../views/mail/deletion.ts';
import { noticeMail } from '../../views/mail/notice.ts';
import { mailboxInvitationMail } from '../../views/mail/mailbox-invitation.ts';
import { passkeyAddedMail } from '../../views/mail/passkey-added.ts';
import { ownerNoticeMail } from '../../views/mail/owner-notice.ts';
import { replyAnswerMail } from '../../views/mail/reply-answer.ts';
import { senderNoticeMail } from '../../views/mail/sender-notice.ts';
import { signInLinkMail } from '../../views/mail/sign-in-link.ts';
import { codeSms } from '../../views/sms/code.ts';
import { isGsmText } from '../../views/sms/gsm-text.ts';
import { voiceTexts } from '../../views/sms/voice.ts';

const facts = {
  organisation: 'Havn Kommune',
  unit: 'Teknik og Miljø',
  sentAt: '2026-11-21T13:05:09.123456Z',
  expiresAt: '2027-02-19T13:05:09.123456Z',
  reference: 'KTRWH-MXCPB',
  link: 'https://post.havn.example/m/abc-DEF_123',
  reminder: false,
  timeZone: 'Europe/Copenhagen',
};

suite('notice', () => {
  test('says who, when, where and how to check, in text and HTML alike', () => {
    for (const language of languages) {
      for (const reminder of [false, true]) {
        const { subject, text, html } = noticeMail(language, { ...facts, reminder });
        assert.match(subject, /Teknik og Miljø, Havn Kommune.*KTRWH-MXCPB/);
        for (const body of [text, html]) {
          for (const words of [
            'Teknik og Miljø, Havn Kommune',
            '2026',
            'UTC+1',
            facts.reference,
            facts.link,
          ]) {
            assert.ok(body.includes(words), `${language}: ${words}`);
          }
        }
        assert.match(text, /^https:\/\/post\.havn\.example\/m\/abc-DEF_123$/m);
        assert.match(text, / post\.havn\.example\. /);
      }
    }
  });

  test('tells whoever got it from a recipient so, and not that the sender wrote to them', () => {
    for (const language of languages) {
      const { mail } = texts[language].notices;
      const from = 'Teknik og Miljø, Havn Kommune';
      const { text: written } = noticeMail(language, facts);
      for (const parted of ['reader', 'passed'] as const) {
        for (const reminder of [false, true]) {
          const { text } = noticeMail(language, { ...facts, parted, reminder });
          assert.ok(text.includes(from) && text.includes('2026'), text);
          for (const waits of [mail.waits, mail.waitsStill]) {
            const [begin] = waits(from, '§').split('§');
            assert.ok(!text.includes(begin!), text);
          }
          assert.notEqual(text, written);
        }
      }
    }
  });

  test('loads nothing, hides no address and hurries nobody', () => {
    for (const language of languages) {
      const { subject, text, html } = noticeMail(language, facts);
      assert.doesNotMatch(html, /<img|<script|<link|url\(|src=/i);
      assert.deepEqual(
        [...html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(([, href, shown]) => [href, shown]),
        [[facts.link, facts.link]],
      );
      assert.doesNotMatch(subject + text, /!|straks|omgående|genast|urgent|immediately|vigtigt|viktigt/i);
    }
  });

  test('names the organisation once where the unit already does', () => {
    assert.match(
      noticeMail('da', { ...facts, unit: 'Havn Kommune, Skat' }).subject,
      /fra Havn Kommune, Skat \(/,
    );
  });

  test('keeps other people’s words out of headers, lines and markup', () => {
    const unit = 'Evil\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>';
    const { subject, text, html } = noticeMail('da', { ...facts, unit });
    assert.doesNotMatch(subject, /[\r\n]/);
    assert.doesNotMatch(text, /^Bcc/m);
    assert.doesNotMatch(html, /<script/);
  });
});

suite('request to delete', () => {
  test('says who wrote and when, blames and hurries nobody, and leads to one page', () => {
    for (const language of languages) {
      for (const reminder of [false, true]) {
        const { subject, text, html } = deletionMail(language, { ...facts, reminder });
        assert.match(subject, /Teknik og Miljø, Havn Kommune.*KTRWH-MXCPB/);
        for (const body of [text, html]) {
          for (const words of ['Teknik og Miljø, Havn Kommune', 'UTC+1', facts.reference, facts.link])
            assert.ok(body.includes(words), `${language}: ${words}`);
        }
        assert.match(text, /nothing wrong|ikke gjort noget galt|inte gjort något fel/);
        assert.doesNotMatch(subject + text, /!|straks|omgående|genast|urgent|immediately|vigtigt|viktigt/i);
        assert.deepEqual(html.match(/<a href="[^"]*"/g), [`<a href="${facts.link}"`]);
        assert.equal(deletionMail(language, { ...facts, reminder: !reminder }).subject === subject, false);
      }
    }
  });
});

suite('mail with a checkpoint', () => {
  const note = `post.havn.example/log\n1234567\n${'A'.repeat(43)}=\n\n— post.havn.example/log ${'b'.repeat(90)}==\n`;

  test('holds the note exactly, so that it can be copied and checked', () => {
    for (const language of languages) {
      const { subject, text, html } = checkpointMail(language, {
        organisation: 'Havn Kommune',
        size: 1_234_567,
        at: '2026-11-21T13:05:09.123456Z',
        note,
        timeZone: 'Europe/Copenhagen',
      });
      assert.match(subject, /Havn Kommune.*1.234.567/);
      assert.match(text, /UTC\+1/);
      assert.ok(text.includes(`\n\n${note}\n`), language);
      assert.equal(html.match(/<pre[^>]*>([^<]*)<\/pre>/)?.[1], note);
    }
  });
});

suite('mail to a sender', () => {
  test('tells recipients, time, Message-ID and the way on, and no subject', () => {
    for (const language of languages) {
      for (const kind of toldFailures) {
        const { subject, text } = senderNoticeMail(language, {
          groups: [{ kind, reason: null, recipients: ['ana@example.com', 'bo@example.com'] }],
          sentAt: facts.sentAt,
          messageId: '<1@example.com>',
          link: 'https://post.havn.example/desk/messages/1',
          signsIn: false,
          timeZone: facts.timeZone,
        });
        assert.match(subject, /\S/);
        for (const words of [
          'ana@example.com, bo@example.com',
          'UTC+1',
          '<1@example.com>',
          '/desk/messages/1',
        ]) {
          assert.ok(text.includes(words), `${language} ${kind}: ${words}`);
        }
      }
    }
  });

  test('does without a Message-ID and without a page', () => {
    const { text } = senderNoticeMail('da', {
      groups: [{ kind: 'no_phone', reason: null, recipients: ['ana@example.com'] }],
      sentAt: facts.sentAt,
      messageId: null,
      link: null,
      signsIn: false,
      timeZone: facts.timeZone,
    });
    assert.doesNotMatch(text, /Message-ID|https:|null/);
  });
});

suite('mail to a sender about several things', () => {
  const several = {
    groups: [
      { kind: 'no_phone', reason: 'no_phone', recipients: ['ana@example.com'] },
      { kind: 'refused', reason: 'phone_invalid', recipients: ['bo@example.com', 'cy@example.com'] },
      {
        kind: 'refused',
        reason: 'email_invalid',
        recipients: ['<b>not</b> an address\r\nBcc: all@example.com'],
      },
      { kind: 'bounced', reason: 'refused', recipients: ['di@example.com'] },
    ],
    sentAt: facts.sentAt,
    messageId: '1@example.com',
    link: 'https://post.havn.example/desk/links/abc-DEF_123',
    signsIn: true,
    timeZone: facts.timeZone,
  } as const;

  test('names each recipient under what happened to it, with the reason in words where it is ours', () => {
    for (const language of languages) {
      const { subject, text } = senderNoticeMail(language, several);
      const { sender } = texts[language].notices;
      assert.equal(subject, sender.several);
      const order = [
        sender.no_phone.what,
        'ana@example.com',
        sender.no_phone.next,
        sender.refused.what,
        'bo@example.com, cy@example.com',
        texts[language].refusals.phone_invalid,
        'not</b> an address Bcc: all@example.com',
        texts[language].refusals.email_invalid,
        sender.bounced.what,
        'di@example.com',
        sender.signsIn,
        several.link,
      ];
      let at = -1;
      for (const words of order) {
        const next = text.indexOf(words, at + 1);
        assert.ok(next > at, `${language}: ${words}`);
        at = next;
      }
      assert.doesNotMatch(text, /: (refused|no_phone|phone_invalid|email_invalid)$/m, 'no codes');
      assert.equal(text.split('UTC+1').length, 2, 'when, once');
    }
  });

  test('keeps addresses that others wrote out of lines and markup', () => {
    const { text, html } = senderNoticeMail('da', several);
    assert.doesNotMatch(text, /^Bcc/m);
    assert.doesNotMatch(html, /<b>/);
    assert.doesNotMatch(html, /<img|<script|src=/i);
  });

  test('names a hundred recipients, and says how many more there are', () => {
    const recipients = Array.from({ length: 130 }, (_, n) => `r${n}@example.com`);
    for (const language of languages) {
      const { text } = senderNoticeMail(language, {
        ...several,
        groups: [{ kind: 'no_phone', reason: 'no_phone', recipients }],
      });
      assert.ok(text.includes('r99@example.com') && !text.includes('r100@example.com'));
      assert.ok(text.includes(texts[language].notices.owner.more(30)), language);
    }
  });
});

suite('mail to the owner of a system', () => {
  const line = {
    kind: 'bounced',
    recipient: 'ana@example.com',
    sentAt: facts.sentAt,
    messageId: '1@example.com',
    link: 'https://post.havn.example/desk/messages/1',
  } as const;

  test('lists what failed, for whom, when, and where to look', () => {
    for (const language of languages) {
      const { subject, text, html } = ownerNoticeMail(language, {
        system: 'Booking <Havn>',
        inherited: false,
        count: 2,
        lines: [line, { ...line, kind: 'locked', recipient: 'bo@example.com', messageId: null, link: null }],
        timeZone: facts.timeZone,
      });
      const { sender, owner } = texts[language].notices;
      assert.match(subject, /2 .*Booking <Havn>/);
      for (const words of [
        sender.bounced.subject,
        sender.locked.subject,
        'ana@example.com',
        'bo@example.com',
      ])
        assert.ok(text.includes(words), `${language}: ${words}`);
      assert.equal(text.split('UTC+1').length, 3);
      assert.equal(text.match(/^https:.*$/gm)!.length, 1);
      assert.equal(text.match(/Message-ID/g)!.length, 1);
      assert.doesNotMatch(text, /null|undefined/);
      assert.equal(text.includes(owner.more(0)), false);
      assert.doesNotMatch(html, /<Havn>|<img|<script|src=/);
    }
  });

  test('counts what it does not list, and says one as one', () => {
    for (const language of languages) {
      const { owner } = texts[language].notices;
      const of = (count: number) =>
        ownerNoticeMail(language, {
          system: 'Booking',
          inherited: false,
          count,
          lines: [line],
          timeZone: facts.timeZone,
        });
      assert.ok(of(3001).text.includes(owner.more(3000)));
      assert.match(of(3001).subject, /3001/);
      assert.doesNotMatch(of(1).subject, /1/);
    }
  });
});

suite('the answer to an answer', () => {
  test('says that nobody reads it, gives the way in, and quotes nothing', () => {
    for (const language of languages) {
      const { subject, text, html } = replyAnswerMail(language, facts);
      assert.match(subject, /KTRWH-MXCPB/);
      for (const body of [text, html])
        for (const words of ['Teknik og Miljø', facts.link, 'KTRWH-MXCPB', 'Havn Kommune'])
          assert.ok(body.includes(words), `${language}: ${words}`);
      assert.match(text, / post\.havn\.example\./);
      assert.deepEqual(
        [...html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(([, href, shown]) => [href, shown]),
        [[facts.link, facts.link]],
      );
      assert.doesNotMatch(html, /<img|<script|<link|url\(|src=/i);
    }
  });

  test('keeps the unit’s words out of headers and lines', () => {
    const { subject, text } = replyAnswerMail('sv', { ...facts, unit: 'Evil\r\nBcc: all@example.com' });
    assert.doesNotMatch(subject, /[\r\n]/);
    assert.doesNotMatch(text, /^Bcc/m);
  });
});

suite('word of a passkey', () => {
  test('says what was added, what it means and what to do if it was somebody else, and has nothing to press', () => {
    for (const language of languages) {
      const { subject, text, html } = passkeyAddedMail(language, { ...facts, addedAt: facts.sentAt });
      assert.match(subject, /Havn Kommune.*KTRWH-MXCPB/);
      for (const body of [text, html]) {
        for (const words of ['Teknik og Miljø', 'KTRWH-MXCPB', 'UTC+1'])
          assert.ok(body.includes(words), words);
        assert.doesNotMatch(body, /https?:|<a /);
      }
    }
  });
});

suite('invitation to keep a shared mailbox', () => {
  test('says who asks, for which mailbox, how long, and that it opens no message', () => {
    const link = 'https://post.havn.example/mailbox/abc-DEF_123';
    for (const language of languages) {
      const given = { ...facts, mailbox: 'Vand, post\r\nBcc: x@y.example', link, expiresAt: facts.sentAt };
      const { subject, text, html } = mailboxInvitationMail(language, given);
      assert.match(subject, /Vand, post/);
      assert.doesNotMatch(subject, /[\r\n]/);
      for (const body of [text, html]) {
        for (const words of [link, 'UTC+1', 'Vand, post', 'Teknik og Miljø'])
          assert.ok(body.includes(words), words);
      }
      assert.doesNotMatch(text, /^Bcc/m);
    }
  });
});

suite('mail with a sign-in link', () => {
  test('says what the link does, how long, and what to do if nobody asked, in text and HTML alike', () => {
    const link = 'https://post.havn.example/desk/links/abc-DEF_123';
    for (const language of languages) {
      const { subject, text, html } = signInLinkMail(language, { ...facts, link });
      assert.match(subject, /Havn Kommune/);
      for (const body of [text, html]) {
        for (const words of [link, 'UTC+1', 'Havn Kommune']) assert.ok(body.includes(words), words);
      }
      assert.match(text, / post\.havn\.example\. /);
      assert.deepEqual(
        [...html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(([, href, shown]) => [href, shown]),
        [[link, link]],
      );
      assert.doesNotMatch(html, /<img|<script|<link|url\(|src=/i);
    }
  });
});

suite('code by SMS', () => {
  const names = [
    'Havn Kommune',
    'Überseeische Ærø–Šumava „Kommune“ 🧜',
    'Sundhedsplatformens fælles driftsorganisation for Region Hovedstaden og Region Sjælland, Afdelingen for Sikker Post',
    'line\nbreak @evil.example #999999',
    '',
  ];
  const hosts = ['post.havn.example', 'sikker-besked.den-meget-lange-kommune.digital.example'];

  test('begins with the code, ends with the bound line, and fits into one SMS', () => {
    for (const language of languages) {
      for (const organisation of names) {
        for (const [host, purpose] of hosts.flatMap((each) =>
          [...codePurposes, 'mailbox' as const].map((purpose) => [each, purpose] as const),
        )) {
          const sms = codeSms(language, { code: '012345', purpose, organisation, host });
          assert.match(sms, /^012345 /);
          const lines = sms.split('\n');
          assert.equal(lines.at(-1), `@${host} #012345`);
          assert.equal(lines.length, 3);
          assert.ok(isGsmText(sms), sms);
          assert.ok(sms.length <= 160, `${sms.length}: ${sms}`);
        }
      }
    }
  });

  test('keeps a name that fits whole, and Nordic letters', () => {
    const sms = codeSms('da', {
      code: '012345',
      purpose: 'opening',
      organisation: 'Ærø Kommune',
      host: hosts[0]!,
    });
    assert.match(sms, /fra Ærø Kommune\.\n/);
  });

  test('says what a code confirms, where it opens nothing', () => {
    const said = { en: /is deleted\./, da: /er slettet\./, sv: /är borttaget\./ };
    for (const language of languages) {
      const purpose = 'deletion';
      const sms = codeSms(language, { code: '012345', purpose, organisation: 'Havn', host: hosts[0]! });
      assert.match(sms, said[language]);
      assert.doesNotMatch(sms, /open|message|åbn|besked|öppn|meddeland/);
    }
  });
});

suite('code by call', () => {
  test('has words before and between the digits, and holds no code before a key press', () => {
    for (const language of languages) {
      const { greeting, before, again, ended } = voiceTexts(language, 'Havn Kommune');
      assert.match(greeting, /Havn Kommune/);
      for (const words of [greeting, before, again, ended]) assert.doesNotMatch(words, /\d/);
    }
  });
});
