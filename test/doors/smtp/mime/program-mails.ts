/** Mails in the shapes in which common programs send them, and what is to be read from them. */
import { buildTnef, property } from './build-tnef.ts';
import { mail, mail8 } from './stage-mail.ts';

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const base64 = (content: string | Buffer): string => Buffer.from(content).toString('base64');

export interface ProgramMail {
  readonly name: string;
  readonly mail: Buffer;
  readonly text?: string;
  readonly html?: string;
  readonly files?: readonly string[];
}

export const programMails: readonly ProgramMail[] = [
  {
    name: 'Outlook: a picture in the HTML, two files, names in both ways at once',
    mail: mail(`From: "Hansen, Ida" <ida@fredericia.example>
To: Ana <ana@example.com>
Subject: =?iso-8859-1?Q?Afg=F8relse_om_b=F8rnetilskud?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="_006_AM0PR_"

--_006_AM0PR_
Content-Type: multipart/related;
	boundary="_005_AM0PR_"; type="multipart/alternative"

--_005_AM0PR_
Content-Type: multipart/alternative;
	boundary="_000_AM0PR_"

--_000_AM0PR_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

K=E6re Ana

[cid:image001.png@01DA.5F]

--_000_AM0PR_
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html><body><p>K=E6re Ana</p><img width=3D120 src=3D"cid:image001.png@01DA.5=
F"></body></html>

--_000_AM0PR_--

--_005_AM0PR_
Content-Type: image/png; name="image001.png"
Content-Description: image001.png
Content-Disposition: inline; filename="image001.png"; size=70;
	creation-date="Mon, 06 Jan 2025 09:00:00 GMT"
Content-ID: <image001.png@01DA.5F>
Content-Transfer-Encoding: base64

${base64(picture)}

--_005_AM0PR_--

--_006_AM0PR_
Content-Type: application/pdf; name="=?iso-8859-1?Q?Afg=F8relse.pdf?="
Content-Disposition: attachment;
	filename*0*=iso-8859-1''Afg%F8relse%20om%20;
	filename*1*=b%F8rnetilskud.pdf; size=5
Content-Transfer-Encoding: base64

JVBERi0=

--_006_AM0PR_
Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;
	name="=?utf-8?B?w4VyJiBtw6VuZWQueGxzeA==?="
Content-Disposition: attachment;
	filename="=?utf-8?B?w4VyJiBtw6VuZWQueGxzeA==?="
Content-Transfer-Encoding: base64

UEsDBA==

--_006_AM0PR_--
`),
    text: 'Kære Ana\n\n[cid:image001.png@01DA.5F]\n',
    html: '<html><body><p>Kære Ana</p><img width=120 src="cid:image001.png@01DA.5F"></body></html>\n',
    files: [
      `image001.png | image/png | <image001.png@01DA.5F> | ${picture}`,
      'Afgørelse om børnetilskud.pdf | application/pdf | %PDF-',
      'År& måned.xlsx | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet | PK\u0003\u0004',
    ],
  },
  {
    name: 'Apple Mail: text, file, text',
    mail: mail(`From: a@b.example
Content-Type: multipart/mixed; boundary=Apple-Mail-1

--Apple-Mail-1
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

Before the file

--Apple-Mail-1
Content-Disposition: inline; filename=one.pdf
Content-Type: application/pdf; x-unix-mode=0644; name="one.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--Apple-Mail-1
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit

After the file
--Apple-Mail-1--
`),
    text: 'Before the file\n\n\nAfter the file',
    files: ['one.pdf | application/pdf | %PDF-'],
  },
  {
    name: 'Apple Mail: the HTML alternative is a mixed of its own',
    mail: mail(`From: a@b.example
Content-Type: multipart/alternative; boundary="Apple-Mail=_A"

--Apple-Mail=_A
Content-Type: text/plain; charset=utf-8

The words
--Apple-Mail=_A
Content-Type: multipart/mixed; boundary="Apple-Mail=_B"

--Apple-Mail=_B
Content-Type: text/html; charset=utf-8

<p>The words</p>
--Apple-Mail=_B
Content-Disposition: attachment; filename="=?utf-8?Q?Bl=C3=A5_?= =?utf-8?Q?mappe.zip?="
Content-Type: application/zip; name="x.zip"

PK
--Apple-Mail=_B
Content-Type: text/html; charset=utf-8

<p>The end</p>
--Apple-Mail=_B--

--Apple-Mail=_A--
`),
    text: 'The words',
    html: '<p>The words</p>\n<p>The end</p>',
    files: ['Blå mappe.zip | application/zip | PK'],
  },
  {
    name: 'Gmail: related outside, alternative inside, one file',
    mail: mail8(`From: a@b.example
Content-Type: multipart/mixed; boundary="000000000000aa"

--000000000000aa
Content-Type: multipart/related; boundary="000000000000bb"

--000000000000bb
Content-Type: multipart/alternative; boundary="000000000000cc"

--000000000000cc
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: base64

${base64('Hilsen [image: logo.png]\r\nÅse\r\n')}
--000000000000cc
Content-Type: text/html; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

<div dir=3D"ltr">Hilsen <img src=3D"cid:ii_l1" alt=3D"logo.png"><br>=C3=85s=
e</div>

--000000000000cc--
--000000000000bb
Content-Type: image/png; name="logo.png"
Content-Disposition: inline; filename="logo.png"
Content-Transfer-Encoding: base64
Content-ID: <ii_l1>
X-Attachment-Id: ii_l1

${base64(picture)}
--000000000000bb--
--000000000000aa
Content-Type: text/plain; charset="UTF-8"; name="notes.txt"
Content-Disposition: attachment; filename="notes.txt"
Content-Transfer-Encoding: base64
X-Attachment-Id: f_1

bm90ZXM=
--000000000000aa--
`),
    text: 'Hilsen [image: logo.png]\nÅse\n',
    html: '<div dir="ltr">Hilsen <img src="cid:ii_l1" alt="logo.png"><br>Åse</div>\n',
    files: [`logo.png | image/png | <ii_l1> | ${picture}`, 'notes.txt | text/plain | notes'],
  },
  {
    name: 'Thunderbird: format=flowed with DelSp, quotes, a signature',
    mail: mail8(`From: a@b.example
Content-Type: text/plain; charset=UTF-8; format=flowed; DelSp=yes
Content-Transfer-Encoding: 8bit

> You wrote a long line  
> that goes on.
>> Older 
> newer
Et langt afsnit, som  
fortsætter, og et or 
d.
 From here on

-- 
Ida
`),
    text: '> You wrote a long line that goes on.\n>> Older\n> newer\nEt langt afsnit, som fortsætter, og et ord.\nFrom here on\n\n-- \nIda\n',
  },
  {
    name: 'Flowed without DelSp keeps the blank',
    mail: mail(`Content-Type: text/plain; format=flowed

one 
two
`),
    text: 'one two\n',
  },
  {
    name: 'A meeting request: calendar as an alternative, and another as a file',
    mail: mail(`From: a@b.example
Content-Type: multipart/mixed; boundary=M

--M
Content-Type: multipart/alternative; boundary=A

--A
Content-Type: text/plain; charset=utf-8

Meeting at ten
--A
Content-Type: text/html; charset=utf-8

<p>Meeting at ten</p>
--A
Content-Type: text/calendar; charset=utf-8; method=REQUEST

BEGIN:VCALENDAR
METHOD:REQUEST
END:VCALENDAR
--A--
--M
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

BEGIN:VCALENDAR
--M--
`),
    text: 'Meeting at ten',
    html: '<p>Meeting at ten</p>',
    files: [
      'invite.ics | application/ics | BEGIN:VCALENDAR',
      'invitation.ics | text/calendar | BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR',
    ],
  },
  {
    name: 'A meeting request that is sent twice is there once',
    mail: mail(`Content-Type: multipart/mixed; boundary=M

--M
Content-Type: multipart/alternative; boundary=A

--A

Meeting at ten
--A
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
--A--
--M
Content-Type: application/ics; name="invite.ics"
Content-Transfer-Encoding: base64

QkVHSU46VkNBTEVOREFS
--M--
`),
    text: 'Meeting at ten',
    files: ['invite.ics | application/ics | BEGIN:VCALENDAR'],
  },
  {
    name: 'Nothing but a calendar',
    mail: mail(`Content-Type: text/calendar; method=CANCEL

BEGIN:VCALENDAR`),
    files: ['invitation.ics | text/calendar | BEGIN:VCALENDAR'],
  },
  {
    name: 'Exchange: a text, and winmail.dat with the same as HTML, and a file',
    mail: mail(`From: a@b.example
Content-Type: multipart/mixed; boundary=X

--X
Content-Type: text/plain; charset=us-ascii

The same words
--X
Content-Type: application/ms-tnef; name="winmail.dat"
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename="winmail.dat"

${base64(tnef('<p>The same <b>words</b></p>')).replace(/.{76}/g, '$&\n')}
--X--
`),
    text: 'The same words',
    html: '<p>The same <b>words</b></p>',
    files: ['case.txt | text/plain | inside'],
  },
  {
    name: 'A winmail.dat that is none goes along as it came',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X

Words
--X
Content-Type: application/octet-stream; name="WINMAIL.DAT"

no tnef
--X--
`),
    text: 'Words',
    files: ['WINMAIL.DAT | application/ms-tnef | no tnef'],
  },
  {
    name: 'Forwarded as attachments: by name, by subject, by nothing, base64 coded, in a digest',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Type: message/rfc822; name="kept.eml"

Subject: other

a
--X
Content-Type: message/rfc822

From: x@y.example
Subject: =?utf-8?Q?Gr=C3=B8nt?=
 lys
Content-Type: multipart/mixed; boundary=Y

--Y

inner
--Y--
--X
Content-Type: message/rfc822

From: x@y.example

Subject: in the body
--X
Content-Type: message/rfc822
Content-Transfer-Encoding: base64

${base64('Subject: Coded\r\n\r\nbody\r\n')}
--X
Content-Type: multipart/digest; boundary=Z

--Z

Subject: first/second

d1
--Z--
--X--
`),
    files: [
      'kept.eml | message/rfc822 | Subject: other\r\n\r\na',
      'Grønt lys.eml | message/rfc822 | 122 bytes',
      'message.eml | message/rfc822 | From: x@y.example\r\n\r\nSubject: in the body',
      'Coded.eml | message/rfc822 | Subject: Coded\r\n\r\nbody\r\n',
      'first_second.eml | message/rfc822 | Subject: first/second\r\n\r\nd1',
    ],
  },
  {
    name: 'An opaque S/MIME mail stays a file for the program that reads it',
    mail: mail(`Content-Type: application/pkcs7-mime; smime-type=enveloped-data
Content-Transfer-Encoding: base64

MIIB
`),
    files: ['smime.p7m | application/pkcs7-mime | 0\ufffd\u0001'],
  },
  {
    name: 'A bounce as a report',
    mail: mail(`Content-Type: multipart/report; report-type=delivery-status; boundary=R

--R

It did not arrive.
--R
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
--R
Content-Type: text/rfc822-headers

Subject: the lost one
--R--
`),
    text: 'It did not arrive.',
    files: [
      'delivery-status.txt | message/delivery-status | Reporting-MTA: dns; mx.example',
      'headers.txt | text/rfc822-headers | Subject: the lost one',
    ],
  },
  {
    name: 'Uuencode within text stays text',
    mail: mail(`Subject: old

See below
begin 644 a.txt
#0V%T
\`
end
`),
    text: 'See below\nbegin 644 a.txt\n#0V%T\n`\nend\n',
  },
  {
    name: 'HTML alone',
    mail: mail(`Content-Type: TEXT/HTML; Charset=utf-8

<p>Hi</p>`),
    html: '<p>Hi</p>',
  },
  {
    name: 'Text alone, without any MIME field',
    mail: mail(`Subject: s

Hi`),
    text: 'Hi',
  },
  {
    name: 'A system that names its text like a file still says it',
    mail: mail(`Content-Type: text/plain; name="mail.txt"
Content-Disposition: inline; filename="mail.txt"

Hi`),
    text: 'Hi',
  },
  {
    name: 'A text with a name among other parts is a file',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X

Hi
--X
Content-Type: text/plain; name="log.txt"
Content-Disposition: inline

line
--X--`),
    text: 'Hi',
    files: ['log.txt | text/plain | line'],
  },
  {
    name: 'A list adds its footer beside the alternative: said once, in both forms',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Type: multipart/alternative; boundary=Y

--Y

Words
--Y
Content-Type: text/html

<p>Words</p>
--Y--
--X

-- 
List <list@example.com> & co
--X--`),
    text: 'Words\n\n-- \nList <list@example.com> & co',
    html: '<p>Words</p>\n<p style="white-space:pre-wrap">-- \nList &#60;list@example.com&#62; &#38; co</p>',
  },
  {
    name: 'Pictures under names that only mail programs use, or none, are told by their registered type',
    mail: mail(`Content-Type: multipart/related; boundary=X

--X
Content-Type: text/html

<img src="cid:a@b"><img src="cid:c@d">
--X
Content-Type: image/jpg; name=a.jpg
Content-ID: a@b

x
--X
Content-Type: application/octet-stream; name=b.png
Content-ID: (first) <c@d>
Content-Transfer-Encoding: base64

${base64(picture)}
--X
Content-Type: image/gif
Content-ID: <bad id>

GIF89a
--X--`),
    html: '<img src="cid:a@b"><img src="cid:c@d">',
    files: [
      'a.jpg | image/jpeg | <a@b> | x',
      `b.png | image/png | <c@d> | ${picture}`,
      'picture-3.gif | image/gif | GIF89a',
    ],
  },
  {
    name: 'No attachment is left out for being empty',
    mail: mail(`Content-Type: multipart/mixed; boundary=X

--X
Content-Disposition: attachment; filename=empty.txt

--X
Content-Disposition: attachment; filename=bare.bin
--X
--X--`),
    files: ['empty.txt | text/plain | ', 'bare.bin | application/octet-stream | '],
  },
];

function tnef(html: string): Buffer {
  return buildTnef({
    properties: [property.binary(0x1013, Buffer.from(html))],
    attachments: [{ title: 'case.txt', data: 'inside' }],
  });
}
