/** What we use of libmime, which has no types of its own. */
declare module 'libmime' {
  const libmime: {
    /** The media type of files with this extension, `application/octet-stream` where none is known. */
    detectMimeType(extension: string): string;
    /** Without a dot; `bin` where none is known. */
    detectExtension(type: string): string;
  };
  export default libmime;
}

declare module 'libmime/lib/charset.js' {
  const charset: { decode(bytes: Buffer, charset: string): string };
  export default charset;
}
