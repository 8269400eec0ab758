import { randomBytes } from 'node:crypto';

export interface OutlookMail {
  readonly raw: string;
  readonly files: readonly { name: string; bytes: Buffer }[];
}

/** A blue square of 2 by 2 pixels. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGOQ958PRAwQCgAbegQ1eEF0TAAAAABJRU5ErkJggg==';

const wrapped = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

/** A mail in the shape that Outlook gives it: text and HTML with a picture inside it, and two files behind. */
export function outlookMail(to: readonly string[], more = ''): OutlookMail {
  const files = [
    { name: 'Afgørelse 2026.pdf', bytes: randomBytes(5_000) },
    { name: 'bilag.xlsx', bytes: randomBytes(700_000) },
  ];
  const raw =
    `Received: from EX01.havn.example (10.1.2.3) by EX02.havn.example; Sun, 22 Nov 2026 08:00:00 +0000
From: =?iso-8859-1?Q?Anne_S=F8rensen?= <anne@havn.example>
To: ${to.map((each, n) => `"Holm, Person ${n + 1}" <${each}>`).join(',\n ')}
Subject: =?iso-8859-1?Q?Afg=F8relse_om_din_sag?=
Thread-Topic: =?iso-8859-1?Q?Afg=F8relse_om_din_sag?=
Date: Sun, 22 Nov 2026 09:00:00 +0100
Message-ID: <DB9P193MB1234.${randomBytes(4).toString('hex')}@DB9P193MB1234.EURP193.PROD.OUTLOOK.COM>
Accept-Language: da-DK, en-US
Content-Language: da-DK
X-MS-Has-Attach: yes
X-MS-TNEF-Correlator:
${more}Content-Type: multipart/mixed;
\tboundary="_006_outer_"
MIME-Version: 1.0

--_006_outer_
Content-Type: multipart/related;
\tboundary="_005_related_"; type="multipart/alternative"

--_005_related_
Content-Type: multipart/alternative;
\tboundary="_000_alternative_"

--_000_alternative_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

K=E6re borger. Du har f=E5et medhold.

--_000_alternative_
Content-Type: text/html; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

<html><head><meta http-equiv=3D"Content-Type" content=3D"text/html; charset=
=3Diso-8859-1"></head><body><p class=3D"MsoNormal">K=E6re borger. Du har f=
=E5et <b>medhold</b>.</p><img width=3D"64" height=3D"64" id=3D"seal" alt=
=3D"Segl" src=3D"cid:image001.png@01DC5B00.A1B2C3D0"></body></html>

--_000_alternative_--

--_005_related_
Content-Type: image/png; name="image001.png"
Content-Description: image001.png
Content-Disposition: inline; filename="image001.png"; size=100;
\tcreation-date="Sun, 22 Nov 2026 08:00:00 GMT"
Content-ID: <image001.png@01DC5B00.A1B2C3D0>
Content-Transfer-Encoding: base64

${picture}

--_005_related_--

--_006_outer_
Content-Type: application/pdf; name="=?iso-8859-1?Q?Afg=F8relse_2026.pdf?="
Content-Disposition: attachment;
\tfilename*=iso-8859-1''Afg%F8relse%202026.pdf; size=5000
Content-Transfer-Encoding: base64

${wrapped(files[0]!.bytes)}

--_006_outer_
Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;
\tname="bilag.xlsx"
Content-Disposition: attachment; filename="bilag.xlsx"
Content-Transfer-Encoding: base64

${wrapped(files[1]!.bytes)}

--_006_outer_--
`.replace(/\r?\n/g, '\r\n');
  return { raw, files };
}
