import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { BlobGone, type Blobs } from '../../delivery/ports.ts';
import { Fatal, Unavailable } from '../../message/refusals.ts';
import { bodyChunks } from './s3-body.ts';

export interface S3Place {
  readonly bucket: string;
  /** What every object's name begins with; may be empty. */
  readonly prefix: string;
  readonly region: string;
  /** Address of an S3 server other than AWS. */
  readonly endpoint?: string | undefined;
}

/** Parts of an upload: at most 10,000 (S3), so an object may have 80 GB; two parts are in memory at once. */
const partSize = 8 << 20;
const partsAtOnce = 2;

/**
 * Blobs as objects of a bucket, which must not keep versions: a deleted blob has to be gone. Credentials are found
 * as the AWS SDK finds them.
 */
export function s3Blobs(place: S3Place): Blobs {
  return new S3Blobs(place);
}

class S3Blobs implements Blobs {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ bucket, prefix, region, endpoint }: S3Place) {
    this.#bucket = bucket;
    this.#prefix = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
    this.#client = new S3Client({
      region,
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 30_000 },
      // Servers other than AWS know neither virtual hosts nor, many of them, the newer checksum headers.
      ...(endpoint && {
        endpoint,
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
    });
  }

  async put(key: string, source: AsyncIterable<Uint8Array>): Promise<number> {
    const object = this.#object(key);
    // Says which put an object came from: a retry whose first try did arrive finds its own object there.
    const attempt = randomUUID();
    let size = 0;
    let failed: { readonly error: unknown } | undefined;
    // Not every server heeds If-None-Match when an upload of many parts is completed: those are looked up first.
    const lookUp = () => this.#attemptOf(object);
    const counted = async function* () {
      try {
        let lookedUp = false;
        for await (const chunk of source) {
          size += chunk.length;
          if (size > partSize && !lookedUp) {
            lookedUp = true;
            if ((await lookUp()) !== undefined) throw exists();
          }
          yield chunk;
        }
      } catch (error) {
        failed = { error };
        throw error;
      }
    };
    const upload = new Upload({
      client: this.#client,
      params: { ...object, Body: Readable.from(counted()), IfNoneMatch: '*', Metadata: { attempt } },
      partSize,
      queueSize: partsAtOnce,
    });
    try {
      await upload.done();
      return size;
    } catch (cause) {
      if (failed) throw failed.error;
      const there = await this.#attemptOf(object);
      if (there === attempt) return size;
      if (there !== undefined) throw exists(cause);
      throw new Unavailable('blobs', { cause });
    }
  }

  async read(key: string, from: number, to?: number): Promise<AsyncIterable<Uint8Array>> {
    const object = this.#object(key);
    // RFC 9110 §14.1.2 has no empty range: one byte is asked for, to learn whether the blob is there, and dropped.
    const empty = to !== undefined && to <= from;
    const Range = `bytes=${from}-${empty ? from : to === undefined ? '' : to - 1}`;
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ ...object, Range }));
      const body = bodyChunks(Body as Readable);
      if (!empty) return body;
      await body[Symbol.asyncIterator]().return?.();
      return Readable.from([]);
    } catch (cause) {
      if (isNamed(cause, 'NoSuchKey')) throw new BlobGone(`There is no blob ${key}`, { cause });
      if (isNamed(cause, 'InvalidRange')) return Readable.from([]);
      throw new Unavailable('blobs', { cause });
    }
  }

  async delete(key: string): Promise<void> {
    const object = this.#object(key);
    try {
      await this.#client.send(new DeleteObjectCommand(object));
      await this.#abandonUploads(object);
    } catch (cause) {
      throw new Unavailable('blobs', { cause });
    }
  }

  async check(): Promise<void> {
    try {
      const Key = `${this.#prefix}.check`;
      await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key, Body: 'segl' }));
    } catch (cause) {
      throw new Unavailable('blobs', { cause });
    }
  }

  /** Ends what a crash left of an upload. Parts of unfinished uploads cost money and are invisible. */
  async #abandonUploads(object: { Bucket: string; Key: string }): Promise<void> {
    const { Bucket, Key } = object;
    const { Uploads = [] } = await this.#client.send(
      new ListMultipartUploadsCommand({ Bucket, Prefix: Key }),
    );
    for (const upload of Uploads) {
      if (upload.Key !== Key) continue;
      await this.#client
        .send(new AbortMultipartUploadCommand({ ...object, UploadId: upload.UploadId }))
        .catch((error: unknown) => {
          if (!isNamed(error, 'NoSuchUpload')) throw error;
        });
    }
  }

  /** The put that made the object, '' when none of ours did; `undefined`: there is no object. */
  async #attemptOf(object: { Bucket: string; Key: string }): Promise<string | undefined> {
    try {
      const { Metadata } = await this.#client.send(new HeadObjectCommand(object));
      return Metadata?.attempt ?? '';
    } catch (cause) {
      if (isNamed(cause, 'NotFound', 'NoSuchKey')) return undefined;
      throw new Unavailable('blobs', { cause });
    }
  }

  #object(key: string): { Bucket: string; Key: string } {
    if (!/^[a-z0-9/-]{1,200}$/.test(key)) throw new TypeError('a blob key is 1 to 200 of a-z, 0-9, / and -');
    return { Bucket: this.#bucket, Key: this.#prefix + key };
  }
}

const exists = (cause?: unknown) => new Fatal('A blob with this key exists; blobs never change', { cause });

const isNamed = (error: unknown, ...names: string[]): boolean =>
  error instanceof S3ServiceException && names.includes(error.name);
