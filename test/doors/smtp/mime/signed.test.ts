/** Signatures that the mail came with, checked with OpenSSL on the copy that the recipient gets. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { withDatabases } from '../../../support/database.ts';
import { openPortal, type Portal } from '../../../support/portal.ts';
import { mail, stageMail, type StagedFile } from './stage-mail.ts';

withDatabases('Signed mails', (db) => {
  const folder = mkdtempSync(join(tmpdir(), 'segl-signed-'));
  const at = (name: string): string => join(folder, name);
  const openssl = (args: string[], input: Buffer = Buffer.alloc(0)): Buffer =>
    execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] });
  let portal: Portal;

  before(async () => {
    portal = await openPortal(db);
    const subject = ['-subj', '/CN=Ida Hansen/emailAddress=ida@fredericia.example'];
    openssl([
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      ...subject,
      '-keyout',
      at('key.pem'),
      '-out',
      at('cert.pem'),
    ]);
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await portal.close();
  });

  const inner = mail(`Content-Type: multipart/mixed; boundary=in

--in
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

K=C3=A6re Ana =20

--in
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment
Content-Transfer-Encoding: base64

JVBERi0=

--in--
`);
  /** `opaque`: the content lies inside the signature. */
  const signed = (opaque = false): Buffer => {
    const how = opaque ? ['-nodetach'] : [];
    const args = ['-sign', '-signer', at('cert.pem'), '-inkey', at('key.pem'), '-binary', '-crlfeol', ...how];
    return openssl(['cms', ...args], inner);
  };
  const verify = (file: StagedFile | undefined, form: 'SMIME' | 'DER' = 'SMIME'): string => {
    assert.ok(file, 'the signed copy is there');
    writeFileSync(at('kept'), file.bytes);
    const args = ['smime', '-verify', '-inform', form, '-in', at('kept'), '-CAfile', at('cert.pem')];
    const { status, stdout, stderr } = spawnSync('openssl', args);
    assert.equal(status, 0, stderr.toString());
    return stdout.toString();
  };
  const names = (files: readonly StagedFile[]): string[] => files.map(({ filename }) => filename);
  const copyIn = (files: readonly StagedFile[]) =>
    files.find(({ filename }) => filename === 'signed-message.eml');

  it('A signed mail: its text and file are shown, its copy verifies and knows who wrote it', async () => {
    const head = mail(
      'From: ida@fredericia.example\nBcc: x@y.example\nSubject: Agreement\nTo: ana@example.com\n',
    );
    const { text, files } = await stageMail(portal, Buffer.concat([head, signed()]));
    assert.equal(text, 'Kære Ana  \n');
    assert.deepEqual(names(files), ['a.pdf', 'smime.p7s', 'signed-message.eml']);
    const copy = copyIn(files);
    assert.ok(verify(copy).includes('K=C3=A6re Ana'));
    assert.match(copy!.bytes.toString(), /^From: ida@fredericia\.example\r\nSubject: Agreement\r\nTo: ana@/);
    assert.ok(!copy!.bytes.includes('Bcc'));
  });

  it('A signed mail in what a mailing list made of it', async () => {
    const wrapped = Buffer.concat([
      mail(
        'From: list@example.com\nSubject: [list] Agreement\nContent-Type: multipart/mixed; boundary=list\n\n--list\n',
      ),
      signed(),
      mail('\n--list\nContent-Type: text/plain\n\nfooter\n--list--\n'),
    ]);
    const { text, files } = await stageMail(portal, wrapped);
    assert.equal(text, 'Kære Ana  \n\n\nfooter');
    assert.deepEqual(names(files), ['a.pdf', 'smime.p7s', 'signed-message.eml']);
    assert.ok(verify(copyIn(files)).includes('K=C3=A6re Ana'));
    assert.match(
      copyIn(files)!.bytes.toString(),
      /^From: list@example\.com\r\nSubject: \[list\] Agreement\r\n/,
    );
  });

  it('A mail that was changed on its way does not verify', async () => {
    const changed = Buffer.from(signed().toString('latin1').replace('Ana', 'Eva'), 'latin1');
    const { files } = await stageMail(portal, changed);
    assert.throws(() => verify(copyIn(files)), /digest failure|verification failure/i);
  });

  it('A mail inside its signature', async () => {
    const { text, files } = await stageMail(portal, signed(true));
    assert.equal(text, undefined);
    assert.deepEqual(names(files), ['smime.p7m']);
    assert.ok(verify(files[0], 'DER').includes('K=C3=A6re Ana'));
  });

  it('PGP/MIME: what was signed is kept to the byte', async () => {
    const part = 'Content-Type: text/plain; charset=utf-8\n\nWords \n trailing\n';
    const { text, files } = await stageMail(
      portal,
      mail(`From: a@b.example
Content-Type: multipart/signed; boundary=S; micalg=pgp-sha512;
 protocol="application/pgp-signature"

preamble
--S
${part}
--S
Content-Type: application/pgp-signature

-----BEGIN PGP SIGNATURE-----
--S--
epilogue
`),
    );
    assert.equal(text, 'Words \n trailing\n');
    assert.deepEqual(names(files), ['signature.asc', 'signed-message.eml']);
    const copy = copyIn(files)!.bytes.toString();
    assert.ok(copy.includes(`\r\n--S\r\n${part.replaceAll('\n', '\r\n')}\r\n--S\r\n`));
    assert.ok(
      copy.startsWith(
        'From: a@b.example\r\nContent-Type: multipart/signed; boundary=S; micalg=pgp-sha512;\r\n protocol=',
      ),
    );
  });

  it('A number in the subject is for the gateway alone', async () => {
    const head = mail(
      'From: a@b.example\nSubject: =?utf-8?Q?Agreement_=5B+4520123456=5D?=\nTo: ana@example.com\n',
    );
    const { files } = await stageMail(portal, Buffer.concat([head, signed()]));
    assert.match(copyIn(files)!.bytes.toString(), /^From: a@b\.example\r\nTo: ana@example\.com\r\n/);
    verify(copyIn(files));
  });

  it('A signature around a signature is kept once, whole', async () => {
    const outer = mail('Content-Type: multipart/signed; boundary=O\n\n--O\n');
    const end = mail('\n--O\nContent-Type: application/pgp-signature\n\nsig\n--O--\n');
    const within = signed();
    const { files } = await stageMail(portal, Buffer.concat([outer, within, end]));
    assert.deepEqual(names(files), ['a.pdf', 'smime.p7s', 'signature.asc', 'signed-message.eml']);
    assert.ok(copyIn(files)!.bytes.includes(within));
  });
});
