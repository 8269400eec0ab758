/** What we use of libmime, which has no types of its own. */
declare module 'libmime' {
  const libmime: {
    /** Undoes format=flowed (RFC 3676). */
    decodeFlowed(text: string, delSp: boolean): string;
  };
  export default libmime;
}

declare module 'libmime/lib/charset.js' {
  const charset: { decode(bytes: Buffer, charset: string): string };
  export default charset;
}
