import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { s3Blobs } from '../../../src/backends/blobs/s3.ts';
import { BlobGone } from '../../../src/delivery/ports.ts';
import { Unavailable } from '../../../src/message/refusals.ts';
import { blobsContract, collect, inChunks } from '../../contracts/blobs.ts';
import { startProxy } from './cutting-proxy.ts';

const endpoint = process.env.S3_ENDPOINT;
const region = process.env.AWS_REGION ?? 'us-east-1';

describe('S3 blobs', { skip: endpoint ? false : 'S3_ENDPOINT names no S3 server' }, () => {
  const bucket = `segl-${randomUUID()}`;
  const place = { bucket, prefix: 'tests', region, endpoint };
  const client = new S3Client({ region, ...(endpoint && { endpoint }), forcePathStyle: true });
  const keys = async () =>
    ((await client.send(new ListObjectsV2Command({ Bucket: bucket }))).Contents ?? []).map(({ Key }) => Key!);
  const uploads = async () =>
    (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads ?? [];

  before(() => client.send(new CreateBucketCommand({ Bucket: bucket })));
  after(async () => {
    const left = (await keys()).map((Key) => ({ Key }));
    if (left.length > 0)
      await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: left } }));
    await client.send(new DeleteBucketCommand({ Bucket: bucket }));
    client.destroy();
  });

  blobsContract(() => s3Blobs(place));

  it('leaves neither objects nor unfinished uploads behind, and stays under its prefix', async () => {
    assert.deepEqual(
      (await keys()).filter((key) => key !== 'tests/.check'),
      [],
    );
    assert.deepEqual(await uploads(), []);
  });

  it('ends an upload that a crash left when the blob is deleted', async () => {
    const { CreateMultipartUploadCommand } = await import('@aws-sdk/client-s3');
    for (const Key of ['tests/crash', 'tests/crash-2'])
      await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
    await s3Blobs(place).delete('crash');
    assert.deepEqual(
      (await uploads()).map(({ Key }) => Key),
      ['tests/crash-2'],
    );
    await s3Blobs(place).delete('crash-2');
  });

  for (const size of [1000, 9 << 20])
    it(`knows its own object of ${size} bytes when the answer to the put was lost`, async () => {
      const last =
        size > 5 << 20
          ? (line: string) => /^POST .*uploadId=/.test(line)
          : (line: string) => line.startsWith('PUT ');
      const proxy = await startProxy(endpoint!, { dropAnswerTo: last, times: 1 });
      const key = randomUUID();
      const bytes = randomBytes(size);
      assert.equal(await s3Blobs({ ...place, endpoint: proxy.url }).put(key, inChunks(bytes, 1 << 20)), size);
      assert.equal(proxy.dropped(), 1);
      assert.ok((await collect(await s3Blobs(place).read(key, 0))).equals(bytes));
      await s3Blobs(place).delete(key);
      await proxy.close();
    });

  it('says unavailable, not the end, when the connection breaks in the middle of a blob', async () => {
    const proxy = await startProxy(endpoint!, { cutAnswersAfter: 300_000 });
    const key = randomUUID();
    await s3Blobs(place).put(key, inChunks(randomBytes(3 << 20), 1 << 20));
    await assert.rejects(
      async () => collect(await s3Blobs({ ...place, endpoint: proxy.url }).read(key, 0)),
      Unavailable,
    );
    await s3Blobs(place).delete(key);
    await proxy.close();
  });

  it('says unavailable, not gone, where bucket, secret or server are not what they should be', async () => {
    const noBucket = s3Blobs({ ...place, bucket: `none-${bucket}` });
    await assert.rejects(noBucket.read('a', 0), Unavailable);
    await assert.rejects(noBucket.check(), Unavailable);
    const noServer = s3Blobs({ ...place, endpoint: 'http://127.0.0.1:9' });
    await assert.rejects(noServer.read('a', 0), Unavailable);
    await assert.rejects(noServer.put('a', inChunks(Buffer.of(1), 1)), Unavailable);
    await assert.rejects(noServer.delete('a'), Unavailable);
    const secret = process.env.AWS_SECRET_ACCESS_KEY;
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    try {
      const noRight = s3Blobs(place);
      await assert.rejects(noRight.read('a', 0), Unavailable);
      await assert.rejects(noRight.check(), Unavailable);
    } finally {
      process.env.AWS_SECRET_ACCESS_KEY = secret;
    }
    await assert.rejects(s3Blobs(place).read('a', 0), BlobGone);
  });
});
