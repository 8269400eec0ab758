import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { leafHash, nodeHash } from '../../../src/evidence/log/hashes.ts';
import { Malformed } from '../../../src/evidence/log/malformed.ts';
import { appendLeaves, edgeRoot, emptyEdge } from '../../../src/evidence/log/merkle-tree.ts';
import {
  consistencyProof,
  inclusionProof,
  inclusionProver,
  loadEdge,
} from '../../../src/evidence/log/proofs.ts';
import {
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
} from '../../../src/evidence/log/verify-proofs.ts';
import { growTree, uniformTree } from '../../support/trees.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The leaves, roots and proofs that implementations of RFC 6962 have shared since the first of them. */
const vectors = {
  entries: [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ],
  roots: [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
  inclusions: [
    [0, 1, []],
    [0, 8, ['96a296d224f285c6', '5f083f0a1a33ca07', '6b47aaf29ee3c2af']],
    [5, 8, ['bc1a0643b12e4d2d', 'ca854ea128ed050b', 'd37ee418976dd957']],
    [2, 3, ['fac54203e7cc696c']],
    [1, 5, ['6e340b9cffb37a98', '5f083f0a1a33ca07', 'bc1a0643b12e4d2d']],
  ],
  consistencies: [
    [1, 1, []],
    [1, 8, ['96a296d224f285c6', '5f083f0a1a33ca07', '6b47aaf29ee3c2af']],
    [6, 8, ['0ebc5d3437fbe2db', 'ca854ea128ed050b', 'd37ee418976dd957']],
    [2, 5, ['5f083f0a1a33ca07', 'bc1a0643b12e4d2d']],
  ],
} as const;

it('Roots and proofs are those of the vectors of RFC 6962', async () => {
  const { roots, readTile } = growTree(vectors.entries.map((entry) => leafHash(Buffer.from(entry, 'hex'))));
  assert.deepEqual(roots.map(hex), vectors.roots);
  const beginnings = (proof: Uint8Array[]): string[] => proof.map((hash) => hex(hash).slice(0, 16));
  for (const [index, size, expected] of vectors.inclusions) {
    assert.deepEqual(beginnings(await inclusionProof(index, size, readTile)), expected);
  }
  for (const [from, to, expected] of vectors.consistencies) {
    assert.deepEqual(beginnings(await consistencyProof(from, to, readTile)), expected);
  }
});

const leaves = Array.from({ length: 300 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const { roots, readTile } = growTree(leaves);

/** MTH as RFC 9162 §2.1.1 writes it down. */
function definedRoot(d: readonly Uint8Array[]): Uint8Array {
  if (d.length === 1) return d[0]!;
  let k = 1;
  while (k * 2 < d.length) k *= 2;
  return nodeHash(definedRoot(d.slice(0, k)), definedRoot(d.slice(k)));
}

it('The root of every tree to 300 leaves is the defined one, from whatever edge it grew', async () => {
  for (let size = 1; size <= 300; size++) {
    assert.equal(hex(roots[size]!), hex(definedRoot(leaves.slice(0, size))));
    const edge = await loadEdge(size, readTile);
    assert.equal(hex(edgeRoot(edge)), hex(roots[size]!));
    assert.equal(hex(edgeRoot(appendLeaves(edge, leaves.slice(size)))), hex(roots[300]!));
  }
});

it('A tree that grows tells each complete subtree of 256 leaves, and of 256 of those, once', () => {
  const told: string[] = [];
  const leaf = leafHash(Buffer.from('the same'));
  const edge = appendLeaves(emptyEdge, Array<Uint8Array>(65_536 + 300).fill(leaf), (level, index, hash) => {
    assert.equal(hex(hash), hex(uniformTree(leaf, 256 ** level).root));
    told.push(`${level}/${index}`);
  });
  const expected = [...Array.from({ length: 256 }, (_, i) => `1/${i}`), '2/0', '1/256'];
  assert.deepEqual(told, expected);
  assert.equal(edge.size, 65_836);
});

/** In larger trees, what must not hold is tried at every eleventh place alone. */
const isPassedOver = (place: number, size: number): boolean => size > 70 && (size - place) % 11 !== 1;

it('Every entry of every tree to 300 is proved, in no other place and in no other tree', async () => {
  for (let size = 1; size <= 300; size++) {
    const root = roots[size]!;
    // One prover for a tree: 45,000 of them would hash the same subtrees seven million times.
    const prove = inclusionProver(size, readTile);
    for (let index = 0; index < size; index++) {
      const proof = await prove(index);
      const claim = { index, size, leaf: leaves[index]!, proof, root };
      assert.ok(verifyInclusion(claim), `${index} of ${size}`);
      if (isPassedOver(index, size)) continue;
      assert.ok(!verifyInclusion({ ...claim, leaf: leaves[(index + 1) % 300]! }));
      assert.ok(!verifyInclusion({ ...claim, index: (index + 1) % size }) || size === 1);
      assert.ok(!verifyInclusion({ ...claim, index: size }));
      assert.ok(!verifyInclusion({ ...claim, root: roots[size - 1]! }));
      assert.ok(!verifyInclusion({ ...claim, size: size - 1, root: roots[size - 1]! }));
      if (size < 300) assert.ok(!verifyInclusion({ ...claim, size: size + 1, root: roots[size + 1]! }));
    }
  }
});

it('Every tree to 300 is proved to continue each earlier one, and no other', async () => {
  for (let to = 1; to <= 300; to++) {
    for (let from = 0; from <= to; from++) {
      const proof = await consistencyProof(from, to, readTile);
      const claim = { from, to, fromRoot: roots[from]!, toRoot: roots[to]!, proof };
      assert.ok(verifyConsistency(claim), `${from} to ${to}`);
      if (isPassedOver(from, to)) continue;
      assert.ok(!verifyConsistency({ ...claim, fromRoot: roots[from + 1] ?? roots[0]! }));
      assert.ok(from === 0 || !verifyConsistency({ ...claim, toRoot: roots[to - 1]! }));
      assert.ok(!verifyConsistency({ ...claim, proof: [...proof, leaves[0]!] }));
    }
  }
});

const changed = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

/** The proof with each byte of each hash changed, each hash left out, one more at each place, two swapped. */
function* tampered(proof: readonly Uint8Array[]): Generator<Uint8Array[]> {
  for (let i = 0; i <= proof.length; i++) {
    yield proof.toSpliced(i, 0, leaves[299]!);
    if (i === proof.length) return;
    yield proof.toSpliced(i, 1);
    yield proof.toSpliced(i, 1, proof[i]!.slice(0, 31));
    for (let at = 0; at < 32; at++) yield proof.toSpliced(i, 1, changed(proof[i]!, at));
    if (i > 0) yield proof.toSpliced(i - 1, 2, proof[i]!, proof[i - 1]!);
  }
}

it('A proof that was tampered with proves nothing', async () => {
  for (let size = 1; size <= 300; size += size < 40 ? 1 : 13) {
    for (const index of new Set([0, size >> 1, size - 1])) {
      const claim = { index, size, leaf: leaves[index]!, root: roots[size]! };
      for (const proof of tampered(await inclusionProof(index, size, readTile))) {
        assert.ok(!verifyInclusion({ ...claim, proof }), `${index} of ${size}`);
      }
      if (index === 0) continue;
      const trees = { from: index, to: size, fromRoot: roots[index]!, toRoot: roots[size]! };
      for (const proof of tampered(await consistencyProof(index, size, readTile))) {
        assert.ok(!verifyConsistency({ ...trees, proof }), `${index} to ${size}`);
      }
    }
  }
});

it('No numbers make a proof of nothing, or an endless one', () => {
  const leaf = leaves[0]!;
  const odd = [-1, 0.5, NaN, Infinity, 2 ** 53, 2 ** 60];
  for (const number of odd) {
    for (const [index, size] of [
      [number, 8],
      [0, number],
    ] as const) {
      assert.throws(() => rootFromInclusion({ index, size, leaf, proof: [] }), Malformed);
      assert.ok(!verifyConsistency({ from: index, to: size, fromRoot: leaf, toRoot: leaf, proof: [] }));
    }
  }
  assert.ok(!verifyInclusion({ index: 0, size: 0, leaf, proof: [], root: roots[0]! }));
  assert.ok(!verifyInclusion({ index: 0, size: 2, leaf: Buffer.alloc(31), proof: [leaf], root: leaf }));
  assert.throws(() => rootFromInclusion({ index: 0, size: 2, leaf, proof: [Buffer.alloc(33)] }), Malformed);
});

it('Nothing is proved of an index or a size that is not in the tree', async () => {
  for (const [index, size] of [
    [-1, 5],
    [5, 5],
    [0, 0],
    [1.5, 5],
    [0, 2 ** 53],
  ] as const) {
    await assert.rejects(inclusionProof(index, size, readTile), RangeError);
  }
  await assert.rejects(consistencyProof(6, 5, readTile), RangeError);
});

it('A tile that is narrower than asked for makes no proof', async () => {
  await assert.rejects(
    inclusionProof(0, 300, async (level, index, width) => (await readTile(level, index, width)).slice(1)),
    /too narrow/,
  );
});

it('Trees of any size to 2^53 − 1 are proved', async () => {
  const leaf = leafHash(Buffer.from('the same'));
  await fc.assert(
    fc.asyncProperty(fc.maxSafeNat(), fc.maxSafeNat(), fc.maxSafeNat(), async (a, b, c) => {
      const [index, from, to] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      const size = to + (to < Number.MAX_SAFE_INTEGER ? 1 : 0);
      const [old, tree] = [uniformTree(leaf, from + 1), uniformTree(leaf, size)];
      const proof = await inclusionProof(Math.min(index, size - 1), size, tree.readTile);
      assert.ok(verifyInclusion({ index: Math.min(index, size - 1), size, leaf, proof, root: tree.root }));
      if (from + 1 > size) return;
      const consistency = await consistencyProof(from + 1, size, tree.readTile);
      const trees = { from: from + 1, to: size, fromRoot: old.root, toRoot: tree.root };
      assert.ok(verifyConsistency({ ...trees, proof: consistency }));
    }),
    { numRuns: 300 },
  );
});

it('A proof for any of ten million entries reads as few tiles as one of ten thousand, but for one level more', async () => {
  const leaf = leafHash(Buffer.from('the same'));
  const most = async (size: number): Promise<number> => {
    let reads = 0;
    for (let i = 0; i < 200; i++) {
      const tree = uniformTree(leaf, size);
      const index = Math.floor(((size - 1) * i) / 199);
      const proof = await inclusionProof(index, size, tree.readTile);
      assert.ok(verifyInclusion({ index, size, leaf, proof, root: tree.root }));
      reads = Math.max(reads, tree.reads());
    }
    return reads;
  };
  // On each level the tile with the entry, and the last one.
  assert.ok((await most(10_000)) <= 4);
  assert.ok((await most(10_000_000)) <= 6);
});
