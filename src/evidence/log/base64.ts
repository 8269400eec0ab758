import { Malformed } from './malformed.ts';

/** RFC 4648 §4: standard alphabet, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x2000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  }
  return btoa(text);
}

/**
 * The bytes, where the text is the one base64 form of them: padded, no white space, no bits left over (RFC 4648 §3.5).
 * Throws `Malformed` otherwise, and where there are not `length` bytes, if that is given.
 */
export function decodeBase64(text: string, length?: number): Uint8Array {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Malformed('What should be base64 is not');
  }
  if (btoa(binary) !== text) throw new Malformed('What should be base64 is not in its one canonical form');
  if (length !== undefined && binary.length !== length) {
    throw new Malformed(`Base64 of ${length} bytes was expected, and there are ${binary.length}`);
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
