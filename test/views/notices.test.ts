import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { languages } from '../../src/message/languages.ts';
import { noticeMail } from '../../views/mail/notice.ts';
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

suite('mail to a sender', () => {
  test('tells recipients, time, Message-ID and the way on, and no subject', () => {
    for (const language of languages) {
      for (const kind of [
        'bounced',
        'notice_dead',
        'locked',
        'sms_failed',
        'no_phone',
        'refused',
        'relay_failed',
      ] as const) {
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
        for (const host of hosts) {
          const sms = codeSms(language, { code: '012345', organisation, host });
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
    const sms = codeSms('da', { code: '012345', organisation: 'Ærø Kommune', host: hosts[0]! });
    assert.match(sms, /fra Ærø Kommune\.\n/);
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
