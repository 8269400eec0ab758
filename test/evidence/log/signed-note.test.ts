import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { checkpointText, parseCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { emptyRoot } from '../../../src/evidence/log/hashes.ts';
import { parseVkey } from '../../../src/evidence/log/log-key.ts';
import { BadSignature, Malformed } from '../../../src/evidence/log/malformed.ts';
import { openNote, parseNote, signNote } from '../../../src/evidence/log/signed-note.ts';
import { noteKey } from '../../support/log-folder.ts';

/** The example of C2SP signed-note. */
const published = {
  vkey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  text: 'This is an example message.\n',
  note: `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`,
};

it('The published note is opened by its published key', async () => {
  const { text, verified, unknown } = await openNote(published.note, [published.vkey]);
  assert.equal(text, published.text);
  assert.deepEqual(verified, [published.vkey]);
  assert.deepEqual(unknown, []);
});

it("A note signed here is byte for byte that of the example of Go's package", async () => {
  const key = noteKey('PeterNeumann', Buffer.from('gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=', 'base64'));
  assert.equal(key.vkey, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signature =
    'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
  const note = await signNote(text, [key]);
  assert.equal(note, `${text}\n— PeterNeumann ${signature}\n`);
});

it('While a key is rotated both sign, and each vkey opens the note', async () => {
  const [old, fresh, stranger] = [noteKey(), noteKey(), noteKey()];
  const note = await signNote('text\n', [old, fresh]);
  assert.deepEqual((await openNote(note, [old.vkey])).verified, [old.vkey]);
  assert.deepEqual((await openNote(note, [fresh.vkey])).verified, [fresh.vkey]);
  assert.deepEqual((await openNote(note, [fresh.vkey, old.vkey])).verified, [fresh.vkey, old.vkey]);
  const opened = await openNote(note, [stranger.vkey]);
  assert.deepEqual(opened.verified, []);
  assert.deepEqual(
    opened.unknown.map(({ name, keyId }) => [name, [...keyId]]),
    [old, fresh].map(({ name, keyId }) => [name, [...keyId]]),
  );
});

it('A signature of a known key that does not fit spoils the note, whoever else has signed', async () => {
  const [key, other] = [noteKey(), noteKey()];
  const note = await signNote('text\n', [key, other]);
  for (const wrong of [
    note.replace('text', 'Text'),
    await signNote('text\n', [{ ...key, sign: other.sign }]),
  ]) {
    await assert.rejects(openNote(wrong, [key.vkey, other.vkey]), BadSignature);
  }
  const short = await signNote('text\n', [{ ...key, sign: () => new Uint8Array(10) }]);
  await assert.rejects(openNote(short, [key.vkey]), BadSignature);
});

it('Any byte of a note changed: not one of them opens as it did', async () => {
  const key = noteKey();
  const bytes = Buffer.from(await signNote('mail.example/log\n5\nabc\n', [key]));
  for (let at = 0; at < bytes.length; at++) {
    const wrong = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    let opened;
    try {
      opened = await openNote(new TextDecoder('utf-8', { fatal: true }).decode(wrong), [key.vkey]);
    } catch (error) {
      assert.ok(error instanceof Malformed || error instanceof TypeError, `byte ${at}: ${error as Error}`);
      continue;
    }
    assert.deepEqual(opened.verified, [], `byte ${at}`);
  }
});

const signature = `— example.com/foo ${Buffer.alloc(68, 7).toString('base64')}`;
const noNotes = {
  'an empty file': '',
  'no empty line': `text\n${signature}\n`,
  'no signature': 'text\n\n',
  'no newline at its end': `text\n\n${signature}`,
  'a line after the signatures': `text\n\n${signature}\nmore\n`,
  'a hyphen for the dash': `text\n\n${signature.replace('—', '-')}\n`,
  'two spaces': `text\n\n${signature.replace('— ', '—  ')}\n`,
  'a space at the end of a line': `text\n\n${signature} \n`,
  'a name with a plus': `text\n\n${signature.replace('foo', 'f+o')}\n`,
  'a name with a no-break space': `text\n\n${signature.replace('foo', 'f\u00a0o')}\n`,
  'a name with U+0085': `text\n\n${signature.replace('foo', 'f\u0085o')}\n`,
  'no name': `text\n\n${signature.replace('example.com/foo', '')}\n`,
  'base64 that is none': `text\n\n${signature.replace('BwcH', 'B*cH')}\n`,
  'base64 without padding': `text\n\n${signature.replace('=', '')}\n`,
  'base64 with bits left over': `text\n\n${signature.replace('c=', 'd=')}\n`,
  'base64 for URLs': `text\n\n— example.com/foo ${Buffer.alloc(68, 0xff).toString('base64').replaceAll('/', '_')}\n`,
  'a signature of four bytes': 'text\n\n— example.com/foo AAAAAA==\n',
  'a carriage return': `text\r\n\n${signature}\n`,
  'a zero byte': `te\0xt\n\n${signature}\n`,
  'half of a surrogate pair': `te\ud800xt\n\n${signature}\n`,
  'a hundred and one signatures': `text\n\n${`${signature}\n`.repeat(101)}`,
  'more than a million characters': `${'x'.repeat(1_000_000)}\n\n${signature}\n`,
};
for (const [what, note] of Object.entries(noNotes)) {
  it(`A note with ${what} is refused`, () => {
    assert.throws(() => parseNote(note), Malformed);
  });
}

it('A note may hold empty lines; the last one divides', () => {
  assert.equal(parseNote(`a\n\nb\n\n${signature}\n`).text, 'a\n\nb\n');
  assert.equal(parseNote(`\n\n${signature}\n`).text, '\n');
});

const noVkeys = [
  '',
  'example.com/foo',
  published.vkey.replace('530d903a', '530d903b'),
  published.vkey.replace('530d903a', '530D903A'),
  published.vkey.replace('foo', 'bar'),
  published.vkey.replace('foo', 'f o'),
  published.vkey.slice(1).replace(/^[^+]*/, ''),
  `${published.vkey}=`,
  `${published.vkey}\n`,
  published.vkey.replace('+Aeky', '+Beky'),
  published.vkey.slice(0, -4),
];
for (const vkey of noVkeys) {
  it(`${JSON.stringify(vkey)} is no verifier key`, () => {
    assert.throws(() => parseVkey(vkey), Malformed);
  });
}

it('A checkpoint reads back as it was written', () => {
  const origins = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !/[\u0000-\u001f]/.test(text));
  fc.assert(
    fc.property(
      origins,
      fc.maxSafeNat(),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (origin, size, root) => {
        assert.deepEqual(parseCheckpoint(checkpointText({ origin, size, root })), { origin, size, root });
      },
    ),
  );
});

const root = Buffer.from(emptyRoot).toString('base64');
const noCheckpoints = {
  'two lines': 'log\n5\n',
  'no newline at the end': `log\n5\n${root}`,
  'an empty origin': `\n5\n${root}\n`,
  'an empty line more': `log\n5\n${root}\n\n`,
  'an empty line in front': `\nlog\n5\n${root}\n`,
  'a size with a zero in front': `log\n05\n${root}\n`,
  'a size with a sign': `log\n+5\n${root}\n`,
  'a size below zero': `log\n-5\n${root}\n`,
  'a size as a power': `log\n1e3\n${root}\n`,
  'a size in hex': `log\n0x5\n${root}\n`,
  'a size with a space': `log\n5 \n${root}\n`,
  'a size in other digits': `log\n٥\n${root}\n`,
  'a size of 2^53': `log\n9007199254740992\n${root}\n`,
  'a size of 2^64': `log\n18446744073709551616\n${root}\n`,
  'a size of a thousand digits': `log\n${'9'.repeat(1000)}\n${root}\n`,
  'a root of 31 bytes': `log\n5\n${Buffer.alloc(31).toString('base64')}\n`,
  'a root of 33 bytes': `log\n5\n${Buffer.alloc(33).toString('base64')}\n`,
  'a root in hex': `log\n5\n${Buffer.from(emptyRoot).toString('hex')}\n`,
  'a root with white space': `log\n5\n ${root}\n`,
};
for (const [what, text] of Object.entries(noCheckpoints)) {
  it(`A checkpoint with ${what} is refused`, () => {
    assert.throws(() => parseCheckpoint(text), Malformed);
  });
}

it('A checkpoint may have lines that we do not know', () => {
  assert.equal(parseCheckpoint(`log\n0\n${root}\nmore\n`).size, 0);
});
