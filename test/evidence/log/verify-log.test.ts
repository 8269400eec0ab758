import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { logFolder } from '../../../src/backends/log-files/folder.ts';
import { logServer } from '../../../src/backends/log-files/server.ts';
import { checkpointText } from '../../../src/evidence/log/checkpoint.ts';
import { formatEntryBundle } from '../../../src/evidence/log/entry-bundle.ts';
import type { LogReport } from '../../../src/evidence/log/log-report.ts';
import { type LogSource, Unreadable } from '../../../src/evidence/log/log-source.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';
import { signNote } from '../../../src/evidence/log/signed-note.ts';
import { verifyLog, type VerifyLogOptions } from '../../../src/evidence/log/verify-log.ts';
import {
  deliveryId,
  entryOf,
  eventId,
  logFiles,
  noteKey,
  testEntries,
  testEvent,
  writeFolder,
} from '../../support/log-folder.ts';

type Files = ReadonlyMap<string, Uint8Array>;

const inMemory = (files: Files): LogSource => ({ read: async (path) => files.get(path) });

const key = noteKey();
const vkeys = [key.vkey];
const verifyFiles = (files: Files, options: VerifyLogOptions = { vkeys }): Promise<LogReport> =>
  verifyLog(inMemory(files), options);
const verifyEntries = async (entries: readonly Uint8Array[]): Promise<LogReport> =>
  verifyFiles(await logFiles(entries, [key]));

/** Three full tiles of entries, and one that is not full. */
const entries = testEntries(900);
const files = await logFiles(entries, [key]);
const codes = ({ findings }: LogReport): string[] => findings.map(({ code }) => code);
const withFile = (path: string, change: (bytes: Uint8Array) => Uint8Array): Files => {
  assert.ok(files.has(path), path);
  return new Map(files).set(path, change(files.get(path)!));
};
const flip = (at: number) => (bytes: Uint8Array) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

describe('A whole log', () => {
  it('is verified by the key that signed it, and consistent without one', async () => {
    const report = await verifyFiles(files);
    assert.equal(report.verdict, 'verified');
    assert.deepEqual(report.verified, vkeys);
    assert.deepEqual([report.origin, report.size, report.entries], ['mail.example/log', 900, 900]);
    assert.deepEqual([report.findings, report.warnings, report.unread], [[], [], []]);

    const unknown = await verifyFiles(files, {});
    assert.equal(unknown.verdict, 'consistent');
    assert.deepEqual(unknown.unknown, [key.vkey.split('+').slice(0, 2).join('+')]);
  });

  it('is verified at each size around the edges of tiles, on which the levels begin', async () => {
    for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 513]) {
      const report = await verifyEntries(testEntries(size));
      assert.equal(report.verdict, 'verified', `${size}: ${JSON.stringify(report.findings)}`);
      assert.equal(report.entries, size);
    }
  });

  it('is verified where it has a third level', async () => {
    const large = await logFiles(testEntries(65_536 + 257), [key]);
    assert.equal((await verifyFiles(large)).verdict, 'verified');
    for (const path of ['tile/1/000', 'tile/1/001.p/1', 'tile/2/000.p/1']) {
      const report = await verifyFiles(new Map(large).set(path, flip(0)(large.get(path)!)));
      assert.ok(
        report.findings.some((finding) => finding.code === 'tile_hash' && finding.path?.startsWith('tile/')),
        path,
      );
    }
  });

  it('tells how far it is', async () => {
    const told: number[][] = [];
    await verifyFiles(files, { progress: (done, total) => told.push([done, total]) });
    assert.deepEqual(told.at(-1), [900, 900]);
  });

  it('whose partial tiles were deleted, for the full ones are there, is read from those', async () => {
    const grown = await logFiles([...entries, ...testEntries(1024).slice(900)], [key]);
    assert.equal(
      (await verifyFiles(new Map(grown).set('checkpoint', files.get('checkpoint')!))).verdict,
      'unread',
    );
    const ofLevel0 = new Map(grown).set('checkpoint', files.get('checkpoint')!);
    ofLevel0.set('tile/1/000.p/3', files.get('tile/1/000.p/3')!);
    const report = await verifyFiles(ofLevel0);
    assert.equal(report.verdict, 'verified', JSON.stringify(report));
  });
});

describe('A log that was changed is wrong', () => {
  it('in the entry that was changed, and nowhere else', async () => {
    const report = await verifyFiles(withFile('tile/entries/001', flip(20)));
    assert.equal(report.verdict, 'wrong');
    assert.deepEqual(
      report.findings.filter(({ code }) => code === 'leaf').map(({ index, path }) => [index, path]),
      [[256, 'tile/0/001']],
    );
    assert.ok(!codes(report).includes('root') && !codes(report).includes('tile_hash'));
  });

  it('in two entries that were swapped', async () => {
    const bundle = entries.slice(256, 512);
    [bundle[3], bundle[9]] = [bundle[9]!, bundle[3]!];
    const report = await verifyFiles(withFile('tile/entries/001', () => formatEntryBundle(bundle)));
    const leaves = report.findings.filter(({ code }) => code === 'leaf').map(({ index }) => index);
    assert.deepEqual(leaves, [259, 265]);
  });

  it('in the hash of a tile, at its own level', async () => {
    const report = await verifyFiles(withFile('tile/1/000.p/3', flip(40)));
    assert.deepEqual(codes(report), ['tile_hash', 'root']);
    assert.match(report.findings[0]!.what, /Hash 1 of tile\/1\/000\.p\/3/);
    const leaf = await verifyFiles(withFile('tile/0/002', flip(32 * 5)));
    assert.deepEqual(codes(leaf), ['leaf', 'tile_hash']);
    assert.equal(leaf.findings[0]!.index, 517);
  });

  it('in its root, where entries, tiles and all fit together but not what was signed', async () => {
    const forged = await logFiles(
      testEntries(899).concat(entryOf(testEvent(899, { type: 'delivery.opened' }))),
      [],
    );
    const report = await verifyFiles(forged.set('checkpoint', files.get('checkpoint')!));
    assert.deepEqual(codes(report), ['root']);
  });

  it('in its signature, at any byte of the checkpoint', async () => {
    const length = files.get('checkpoint')!.length;
    for (let at = 0; at < length; at++) {
      const report = await verifyFiles(withFile('checkpoint', flip(at)));
      assert.equal(report.verdict, 'wrong', `byte ${at}`);
    }
  });

  it('where another key has signed it, and where another log has', async () => {
    const foreign = await verifyFiles(await logFiles(entries, [noteKey()]));
    assert.deepEqual(codes(foreign), ['checkpoint_not_signed']);
    const impostor = { ...noteKey(), keyId: key.keyId };
    assert.deepEqual(codes(await verifyFiles(await logFiles(entries, [impostor]))), ['checkpoint_signature']);
    const other = noteKey('other.example/log');
    const report = await verifyFiles(await logFiles(entries, [other]), { vkeys: [other.vkey] });
    assert.deepEqual(codes(report), ['checkpoint_not_signed']);
  });

  it('where any byte of a tile or a bundle was changed', async () => {
    const paths = [...files.keys()].filter((path) => path !== 'checkpoint');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), async (path, at) => {
        const changed = withFile(path, (bytes) => flip(at % bytes.length)(bytes));
        assert.equal((await verifyFiles(changed)).verdict, 'wrong');
      }),
      { numRuns: 60 },
    );
  });

  it('where a file was cut off, or two were put together', async () => {
    for (const path of ['checkpoint', 'tile/0/000', 'tile/1/000.p/3', 'tile/entries/003.p/132']) {
      const cut = await verifyFiles(withFile(path, (bytes) => bytes.subarray(0, -1)));
      assert.equal(cut.verdict, 'wrong', path);
      const twice = await verifyFiles(withFile(path, (bytes) => Buffer.concat([bytes, bytes])));
      assert.equal(twice.verdict, 'wrong', path);
      const empty = await verifyFiles(withFile(path, () => new Uint8Array(0)));
      assert.equal(empty.verdict, 'wrong', path);
    }
  });

  it('where its lengths run past the end of a bundle', async () => {
    const report = await verifyFiles(withFile('tile/entries/001', (bytes) => bytes.with(0, 0xff)));
    assert.deepEqual(codes(report), ['bundle_malformed']);
    assert.equal(report.entries, 900 - 256);
  });

  it('where its size is over 2^53', async () => {
    const note = Buffer.from(files.get('checkpoint')!).toString().replace('\n900\n', '\n9007199254740993\n');
    const report = await verifyFiles(withFile('checkpoint', () => Buffer.from(note)));
    assert.deepEqual(codes(report), ['checkpoint_malformed']);
  });

  it('at a hundred places at most, however many there are', async () => {
    const report = await verifyEntries(Array<Uint8Array>(500).fill(entries[0]!));
    assert.equal(report.findings.length, 100);
    assert.ok(report.counts.findings > 900);
  });
});

describe('An entry is wrong', () => {
  const at600 = async (change: object | Uint8Array): Promise<LogReport> => {
    const entry = change instanceof Uint8Array ? change : entryOf(testEvent(600, change));
    return verifyEntries(testEntries(650).with(600, entry));
  };
  const good = Buffer.from(entries[600]!).toString();
  const text = (value: string): Uint8Array => Buffer.from(value);

  const notEvents: Record<string, Uint8Array> = {
    'that is empty': new Uint8Array(0),
    'that is no JSON': text('event'),
    'that is not UTF-8': Buffer.concat([entries[600]!.subarray(0, 300), Buffer.of(0xff)]),
    'with a byte order mark': text(`\ufeff${good}`),
    'with white space': text(`${good} `),
    'with white space within': text(good.replace(',', ', ')),
    'with its members in another order': text(`{"v":1,${good.slice(1, -7)}}`),
    'with a member twice': text(good.replace('"v":1', '"v":1,"v":1')),
    'with a member more': text(good.replace('"v":1', '"v":1,"w":1')),
    'without an id': entryOf(testEvent(600, { id: undefined })),
    'with an id in capitals': entryOf(testEvent(600, { id: eventId(0xabcdef).toUpperCase() })),
    'with a seq and no delivery': entryOf(testEvent(600, { delivery: undefined })),
    'with a delivery and no seq': entryOf(testEvent(600, { seq: undefined })),
    'with a seq of zero': entryOf(testEvent(600, { seq: 0 })),
    'with a seq of one and a half': entryOf(testEvent(600, { seq: 1.5 })),
    'with a commitment of 31 bytes': entryOf(
      testEvent(600, { commitment: Buffer.alloc(31).toString('base64') }),
    ),
    'at a time without microseconds': entryOf(testEvent(600, { at: '2026-01-31T12:00:12.000Z' })),
    'at the 13th month': entryOf(testEvent(600, { at: '2026-13-01T12:00:12.000000Z' })),
    'on the 31st of a month of 30 days': entryOf(testEvent(600, { at: '2026-04-31T12:00:12.000000Z' })),
    'on the 29th of February of a common year': entryOf(
      testEvent(600, { at: '2026-02-29T12:00:12.000000Z' }),
    ),
    'by an actor of no kind': entryOf(testEvent(600, { actor: { kind: 'nobody', id: deliveryId(1) } })),
    'with details out of order': text(good.replace('"details":{}', '"details":{"b":1,"a":1}')),
    'with a number not written as RFC 8785 says': text(good.replace('"details":{}', '"details":{"a":1.0}')),
    'with a number beyond all numbers': text(good.replace('"details":{}', '"details":{"a":1e999}')),
    'with half of a character': text(good.replace('"details":{}', '"details":{"a":"\\ud800"}')),
    'with an escape that need not be': text(good.replace('"details":{}', '"details":{"a":"\\u0041"}')),
  };
  for (const [what, entry] of Object.entries(notEvents)) {
    it(what, async () => {
      const report = await at600(entry);
      assert.deepEqual(
        report.findings.map(({ code, index }) => [code, index]),
        [['entry_malformed', 600]],
      );
    });
  }

  it('whose event is in the log already', async () => {
    const report = await at600({ id: eventId(3) });
    assert.deepEqual(
      report.findings.map(({ code, index, event }) => [code, index, event]),
      [['event_repeated', 600, eventId(3)]],
    );
  });

  it('that is missing from those of its delivery', async () => {
    const report = await verifyEntries(testEntries(650).toSpliced(602, 1));
    assert.deepEqual(
      report.findings.map(({ code, index, delivery }) => [code, index, delivery]),
      [['seq', 602, deliveryId(120)]],
    );
    assert.match(report.findings[0]!.what, /event 4 of the delivery .*, and 3 is missing/);
    const first = await verifyEntries(testEntries(650).toSpliced(600, 2));
    assert.match(first.findings[0]!.what, /and 1 to 2 are missing/);
  });

  it('that comes twice, or too late, among those of its delivery', async () => {
    assert.deepEqual(codes(await at600({ delivery: deliveryId(119), seq: 5 })).slice(0, 1), ['seq']);
    const swapped = testEntries(650);
    [swapped[601], swapped[602]] = [swapped[602]!, swapped[601]!];
    const report = await verifyEntries(swapped);
    assert.deepEqual(
      report.findings.map(({ code, index }) => [code, index]),
      [
        ['seq', 601],
        ['seq', 602],
      ],
    );
  });
});

describe('What need not be wrong', () => {
  const usual = testEntries(650);

  it('is text beyond ASCII, days at the end of months, details of all kinds', async () => {
    const changes = [
      { details: { by: 'Ærø – Þór', to: '😀' } },
      { details: { a: null, b: true, c: false, d: -1, e: 1.5, f: 'a"b\\c\n' } },
      { details: { '10': 1, '9': 2, Name: 3 } },
      { at: '2028-02-29T23:59:59.999999Z' },
      { at: '2026-12-31T00:00:00.000000Z' },
      { commitment: undefined },
      { message: undefined },
    ];
    const events = usual.with(0, usual[0]!);
    changes.forEach((change, i) => (events[100 * i] = entryOf(testEvent(100 * i, change))));
    assert.equal((await verifyEntries(events)).verdict, 'verified');
  });

  it('is an entry of 65,535 bytes', async () => {
    const empty = entryOf(testEvent(600, { details: { text: '' } })).length;
    const longest = entryOf(testEvent(600, { details: { text: 'x'.repeat(65_535 - empty) } }));
    assert.equal(longest.length, 65_535);
    assert.equal((await verifyEntries(usual.with(600, longest))).verdict, 'verified');
    await assert.rejects(logFiles([new Uint8Array(65_536)], [key]), RangeError);
  });

  it('is a clock that went back: a warning, where it went farther than told', async () => {
    const back = usual.with(600, entryOf(testEvent(600, { at: '2026-01-31T11:58:00.000000Z' })));
    const report = await verifyEntries(back);
    assert.equal(report.verdict, 'verified');
    assert.deepEqual(
      report.warnings.map(({ code, index }) => [code, index]),
      [['clock', 600]],
    );
    const patient = await verifyFiles(await logFiles(back, [key]), { vkeys, clockSlack: 3_600_000 });
    assert.deepEqual(patient.warnings, []);
  });

  it('is a log that was begun anew, and takes up all events after the one that says so', async () => {
    const opened = testEvent(650, { type: 'log.opened', delivery: undefined, seq: undefined });
    const report = await verifyEntries([entryOf(opened), ...usual]);
    assert.deepEqual([report.verdict, report.warnings], ['verified', []]);
  });
});

describe('What cannot be read', () => {
  for (const path of ['tile/0/001', 'tile/0/003.p/132', 'tile/1/000.p/3', 'tile/entries/001', 'checkpoint']) {
    it(`is told and not called wrong: ${path}`, async () => {
      const missing = new Map(files);
      missing.delete(path);
      const report = await verifyFiles(missing);
      assert.equal(report.verdict, 'unread');
      assert.deepEqual(
        report.unread.map((finding) => finding.path),
        [path],
      );
    });
  }

  it('does not hide what is wrong elsewhere', async () => {
    const broken = new Map(withFile('tile/entries/002', flip(30)));
    broken.delete('tile/entries/000');
    const report = await verifyFiles(broken);
    assert.equal(report.verdict, 'wrong');
    assert.equal(report.findings.find(({ code }) => code === 'leaf')?.index, 512);
    assert.equal(report.counts.unread, 1);
  });

  it('leaves the root open where a tile and its bundle are gone', async () => {
    const gone = new Map(files);
    gone.delete('tile/0/001');
    gone.delete('tile/entries/001');
    gone.delete('tile/1/000.p/3');
    const report = await verifyFiles(gone);
    assert.deepEqual([report.verdict, report.counts.unread], ['unread', 3]);
  });
});

it('A size that no log has is not believed for long', async () => {
  const size = Number.MAX_SAFE_INTEGER;
  const text = checkpointText({ origin: 'mail.example/log', size, root: new Uint8Array(32) });
  const report = await verifyFiles(
    new Map(files).set('checkpoint', Buffer.from(await signNote(text, [key]))),
  );
  assert.deepEqual([report.verdict, report.size], ['unread', size]);
  assert.match(report.unread.at(-1)!.what, /the rest was not asked for/);
});

describe('A checkpoint that somebody has kept', () => {
  const kept = async (entries: readonly Uint8Array[], origin?: string): Promise<string> =>
    Buffer.from((await logFiles(entries, [key], origin)).get('checkpoint')!).toString();
  const against = (...checkpoints: string[]): Promise<LogReport> =>
    verifyFiles(files, { vkeys, checkpoints });

  it('of any earlier tree is gone on from', async () => {
    const earlier = [0, 1, 255, 256, 257, 512, 600, 768, 899, 900].map((size) =>
      kept(entries.slice(0, size)),
    );
    assert.equal((await against(...(await Promise.all(earlier)))).verdict, 'verified');
  });

  it('of another tree betrays a log that was written anew', async () => {
    const forged = entries.with(100, entryOf(testEvent(100, { type: 'delivery.opened' })));
    for (const size of [101, 256, 700, 900]) {
      assert.deepEqual(codes(await against(await kept(forged.slice(0, size)))), ['fork'], `${size}`);
    }
    assert.deepEqual(codes(await against(await kept(testEntries(901)))), ['fork']);
  });

  it('of another log says nothing of this one', async () => {
    assert.equal((await against(await kept(testEntries(1000), 'other.example/log'))).verdict, 'verified');
  });

  it('that is none is not passed over', async () => {
    await assert.rejects(against('checkpoint'), Malformed);
  });
});

it('A given key that is none is not passed over', async () => {
  await assert.rejects(verifyFiles(files, { vkeys: [key.vkey, 'key'] }), Malformed);
});

describe('A log in a folder', () => {
  const withFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'segl-log-'));
    try {
      writeFolder(folder, files);
      await work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('is verified', () =>
    withFolder(async (folder) => {
      assert.equal((await verifyLog(logFolder(folder), { vkeys })).verdict, 'verified');
    }));

  it('that is not there, or lacks a file, is not wrong', () =>
    withFolder(async (folder) => {
      assert.equal((await verifyLog(logFolder(join(folder, 'nowhere')))).verdict, 'unread');
      rmSync(join(folder, 'tile/0/002'));
      assert.equal((await verifyLog(logFolder(folder))).verdict, 'unread');
    }));

  it('in which something else lies in the place of a file is not waited for', () =>
    withFolder(async (folder) => {
      rmSync(join(folder, 'tile/0/000'));
      execFileSync('mkfifo', [join(folder, 'tile/0/000')]);
      rmSync(join(folder, 'tile/0/001'));
      mkdirSync(join(folder, 'tile/0/001'));
      const report = await verifyLog(logFolder(folder), { vkeys });
      assert.equal(report.verdict, 'unread');
      assert.deepEqual(
        report.unread.map(({ path }) => path),
        ['tile/0/000', 'tile/0/001'],
      );
    }));

  it('says which file may not be read, and reads none that is too long', () =>
    withFolder(async (folder) => {
      await assert.rejects(logFolder(folder).read('tile/0/000', 8191), Unreadable);
      if (process.getuid?.() === 0) return;
      chmodSync(join(folder, 'tile/0/000'), 0);
      await assert.rejects(logFolder(folder).read('tile/0/000', 8192), /EACCES/);
    }));
});

describe('A log on a server', () => {
  interface Asked {
    readonly path: string;
    readonly token: string | undefined;
  }

  /** Serves the files below /log; `answer` may say something else first. */
  async function withServer(
    answer: (path: string, tries: number) => { status: number; headers?: Record<string, string> } | undefined,
    work: (url: string, asked: Asked[]) => Promise<void>,
  ): Promise<void> {
    const asked: Asked[] = [];
    const server = createServer((request, response) => {
      const path = request.url!.slice('/log/'.length);
      asked.push({ path, token: request.headers.authorization });
      const other = answer(path, asked.filter((one) => one.path === path).length);
      const file = files.get(path);
      if (other) response.writeHead(other.status, other.headers).end();
      else if (file) response.end(file);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/log`, asked);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  it('is verified; the token goes along for the entries alone', () =>
    withServer(
      () => undefined,
      async (url, asked) => {
        const report = await verifyLog(logServer(url, { token: 'secret' }), { vkeys });
        assert.equal(report.verdict, 'verified');
        for (const { path, token } of asked) {
          assert.equal(token, path.startsWith('tile/entries/') ? 'Bearer secret' : undefined, path);
        }
      },
    ));

  it('that refuses the entries is unread', () =>
    withServer(
      (path) => (path.startsWith('tile/entries/') ? { status: 401 } : undefined),
      async (url) => {
        const report = await verifyLog(logServer(url), { vkeys });
        assert.deepEqual([report.verdict, report.entries], ['unread', 0]);
        assert.match(report.unread[0]!.what, /401: a token is needed/);
      },
    ));

  it('that fails for a moment is asked again', () =>
    withServer(
      (path, tries) => (path === 'tile/0/001' && tries < 3 ? { status: 503 } : undefined),
      async (url) => {
        const report = await verifyLog(logServer(url, { pauses: [1, 1] }), { vkeys });
        assert.equal(report.verdict, 'verified');
      },
    ));

  it('that leads elsewhere is not followed', () =>
    withServer(
      (path) =>
        path.startsWith('tile/entries/')
          ? { status: 302, headers: { location: 'http://127.0.0.1:1/' } }
          : undefined,
      async (url, asked) => {
        const report = await verifyLog(logServer(url, { token: 'secret', pauses: [] }));
        assert.equal(report.verdict, 'unread');
        assert.ok(asked.every(({ path }) => path.startsWith('tile/') || path === 'checkpoint'));
      },
    ));

  it('that is not there, or sends without end, is unread', async () => {
    await assert.rejects(
      logServer('http://127.0.0.1:1/log', { pauses: [] }).read('checkpoint', 10),
      Unreadable,
    );
    await withServer(
      () => undefined,
      async (url) => {
        await assert.rejects(logServer(url).read('tile/0/000', 100), Unreadable);
      },
    );
    assert.throws(() => logServer('file:///etc'), RangeError);
  });
});
