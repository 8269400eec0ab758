/** What we use of libmime, which has no types of its own. */
declare module 'libmime' {
  /** Undoes format=flowed (RFC 3676). */
  export function decodeFlowed(text: string, delSp: boolean): string;
  export const charset: { decode(bytes: Buffer, charset: string): string };
}
