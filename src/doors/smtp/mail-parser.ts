import type { SMTPServerDataStream } from 'smtp-server';
import { SMTPStream } from 'smtp-server/lib/smtp-stream';
import { DotReader } from './dot-reader.ts';

/**
 * The parser of the library, with a reader for mails whose time does not depend on how many lines begin with a dot: the
 * library's own yields to the event loop and writes anew at each of them.
 */
export class MailParser extends SMTPStream {
  #reader = new DotReader();

  override startDataMode(maxBytes?: number | string | null): SMTPServerDataStream {
    this.#reader = new DotReader();
    return super.startDataMode(maxBytes);
  }

  override _feedDataStream(chunk: Buffer, done: (error?: Error | null) => void): void {
    const stream = this._dataStream!;
    const { content, rest } = this.#reader.take(chunk);
    this._countDataBytes(content.length);
    if (rest) return this._endDataMode(content, rest, done);
    if (content.length === 0 || !stream.writable || stream.write(content) || stream.destroyed) return done();
    // A stream that is destroyed never drains.
    const goOn = () => {
      stream.off('drain', goOn).off('close', goOn);
      done();
    };
    stream.once('drain', goOn).once('close', goOn);
  }
}
