/**
 * What a sealed stream is bound to: the message's UUID (16 bytes) and the number of the part (4 bytes, big
 * endian). A stream moved to another message or part does not open there.
 */
export function associatedData(message: string, part: number): Buffer {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(message))
    throw new TypeError('a message is named by a UUID');
  if (!Number.isInteger(part)) throw new RangeError(`${part} is no number of a part`);
  const bytes = Buffer.alloc(20);
  bytes.write(message.replaceAll('-', ''), 'hex');
  bytes.writeUInt32BE(part, 16);
  return bytes;
}
