const aliases: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'image/x-bmp': 'image/bmp',
  'image/x-ms-bmp': 'image/bmp',
};

/** First bytes of the raster formats that browsers show. */
const signatures: readonly (readonly [type: string, begin: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
];

/** The registered name of a picture's type, where programs use another; of an unnamed type, what its bytes are. */
export function pictureType(type: string, begin: Uint8Array): string {
  if (type !== 'application/octet-stream') return aliases[type] ?? type;
  const bytes = Buffer.from(begin.subarray(0, 16)).toString('latin1');
  return signatures.find(([, signature]) => signature.test(bytes))?.[0] ?? type;
}
