/** Mails as programs send them by SMTP, on the screen of their recipient. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type App, startApp } from '../support/app.ts';
import { desktop, launchBrowser, phone, readInFrame, visit } from '../support/browser.ts';
import { makeDatabase } from '../support/database.ts';
import { linkFor, openByCode, textOf } from './steps.ts';

/** A blue rectangle. */
function png(width: number, height: number): Buffer {
  const row = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width * 3, Buffer.from([0x1d, 0x4f, 0x91]))]);
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2], 8);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const begin = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([begin, chunk('IHDR', size), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

const from = 'Ida Hansen <ida@havn.example>';
const folded = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

const fromOutlook = (to: string): string => `From: ${from}
To: ${to}
Subject: =?iso-8859-1?Q?Afg=F8relse_om_din_b=E5dplads?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="_004_"

--_004_
Content-Type: multipart/related; boundary="_003_"; type="multipart/alternative"

--_003_
Content-Type: multipart/alternative; boundary="_002_"

--_002_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

K=E6re Ana

--_002_
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html><head><style>p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif}</style></head>
<body lang=3D"DA"><div class=3D"WordSection1">
<p class=3D"MsoNormal">K=E6re Ana<o:p></o:p></p><p class=3D"MsoNormal">&nbsp;</p>
<p class=3D"MsoNormal">Du har f=E5et b=E5dplads <b>17</b> fra 1. maj. Se tegningen:</p>
<p class=3D"MsoNormal"><img width=3D"240" height=3D"80" style=3D"width:2.5in;height:.8333in"
 id=3D"Picture_x0020_1" src=3D"cid:image001.png@01DB.6A" alt=3D"Tegning"></p>
<p class=3D"MsoNormal">Venlig hilsen<br>Ida Hansen</p>
</div></body></html>
--_002_--

--_003_
Content-Type: image/png; name="image001.png"
Content-Disposition: inline; filename="image001.png"
Content-ID: <image001.png@01DB.6A>
Content-Transfer-Encoding: base64

${folded(png(240, 80))}
--_003_--

--_004_
Content-Type: application/pdf; name="=?iso-8859-1?Q?Lejekontrakt_b=E5dplads.pdf?="
Content-Disposition: attachment; filename*=iso-8859-1''Lejekontrakt%20b%E5dplads.pdf
Content-Transfer-Encoding: base64

JVBERi0xLjQ=

--_004_
Content-Type: application/vnd.ms-excel; name="priser.xls"
Content-Disposition: attachment; filename="priser.xls"
Content-Transfer-Encoding: base64

0M8R4A==

--_004_--
`;

const flowed = (to: string): string => `From: ${from}
To: ${to}
Subject: Sommerens takster
Content-Type: text/plain; charset=UTF-8; format=flowed; DelSp=yes
Content-Transfer-Encoding: 8bit

> Hvad koster en plads i juli, og er der stadig plads til en båd på ni  
> meter ved den nordlige mole?

Kære Ana

En plads koster 180 kr. i døgnet i juli, og der er plads til både på op  
til ti meter ved den nordlige mole. Ring til havnekontoret, når du kender  
dagen, så holder vi en plads.

-- 
Ida Hansen
Havnekontoret
`;

suite('mails through the gateway', () => {
  let drop: () => Promise<void>;
  let app: App;
  let browser: Browser;
  let system: { id: string; secret: string };

  before(async () => {
    const made = await makeDatabase();
    drop = made.drop;
    app = await startApp(made.db, { SEGL_SMTP: '127.0.0.1:0' });
    const answer = await app.post('/api/v1/systems', { name: 'havn', from: ['*@havn.example'] });
    system = (await answer.json()) as typeof system;
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await app?.close();
    await drop?.();
  });

  let number = 0;
  /** Sends the mail, opens it as its recipient, and looks. */
  async function received(
    mail: (to: string) => SendMailOptions,
    options: BrowserContextOptions,
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    number += 1;
    const to = `reader${number}@example.com`;
    const mobile = `+452014100${number}`;
    const transport = createTransport({
      host: '127.0.0.1',
      port: app.smtp!,
      auth: { user: system.id, pass: system.secret },
      tls: { rejectUnauthorized: false },
    });
    const given = mail(to);
    const raw =
      typeof given.raw === 'string'
        ? `X-Segl-Phone: ${to} ${mobile}\r\n${given.raw.replace(/\r?\n/g, '\r\n')}`
        : undefined;
    await transport.sendMail({
      ...given,
      ...(raw ? { raw } : { from, to, headers: { 'X-Segl-Phone': `${to} ${mobile}` } }),
      envelope: { from: 'ida@havn.example', to },
    });
    transport.close();
    const visitor = await visit(browser, app.url, options);
    await openByCode(visitor.page, app, `${await linkFor(app, to)}?lang=en`, mobile);
    await visitor.page.waitForLoadState('load');
    await look(visitor.page);
    await visitor.leave();
  }

  const files = async (page: Page): Promise<string[]> => {
    const links = await page.locator('a[href*="/attachments/"]').all();
    return Promise.all(links.map(textOf));
  };

  for (const [name, options] of [
    ['phone', phone],
    ['desktop', desktop],
  ] as const) {
    test(`from Outlook, on a ${name}: the picture stands within the text, the files have their names`, async () => {
      await received(
        (to) => ({ raw: fromOutlook(to) }),
        options,
        async (page) => {
          await page.getByRole('heading', { name: 'Afgørelse om din bådplads' }).waitFor();
          assert.equal(await readInFrame(page, 'img', 'function () { return this.naturalWidth }'), 240);
          const letter = String(await readInFrame(page, 'body', 'function () { return this.innerText }'));
          assert.match(
            letter,
            /Kære Ana\s+Du har fået bådplads 17 fra 1\. maj\. Se tegningen:\s+Venlig hilsen/,
          );
          assert.deepEqual(await files(page), ['Download Lejekontrakt bådplads.pdf', 'Download priser.xls']);
        },
      );
    });
  }

  test('a meeting request: the text, and the invitation once', async () => {
    const content = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n';
    const request = {
      subject: 'Møde',
      text: 'Mødet er den 3. februar kl. 10.',
      html: '<p>Mødet er den <b>3. februar</b> kl. 10.</p>',
      icalEvent: { method: 'REQUEST', content },
    };
    await received(
      () => request,
      phone,
      async (page) => {
        await page.getByRole('heading', { name: 'Møde' }).waitFor();
        const letter = await readInFrame(page, 'body', 'function () { return this.innerText }');
        assert.equal(String(letter).trim(), 'Mødet er den 3. februar kl. 10.');
        assert.deepEqual(await files(page), ['Download invite.ics']);
      },
    );
  });

  test('flowed text: paragraphs and quotes are whole again, so that they fit any width', async () => {
    await received(
      (to) => ({ raw: flowed(to) }),
      phone,
      async (page) => {
        await page.getByRole('heading', { name: 'Sommerens takster' }).waitFor();
        const shown = await page.locator('main').innerText();
        assert.ok(
          shown.includes('> Hvad koster en plads i juli, og er der stadig plads til en båd på ni meter ved'),
        );
        assert.ok(
          shown.includes(
            'både på op til ti meter ved den nordlige mole. Ring til havnekontoret, når du kender dagen',
          ),
        );
        assert.match(shown, /--\s*\nIda Hansen\nHavnekontoret/);
        assert.deepEqual(await files(page), []);
      },
    );
  });
});
