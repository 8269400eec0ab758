import { encode } from 'uqr';
import type { QrCode } from '../../../../views/models/account.ts';

/** Light modules around the code (ISO/IEC 18004 §9.1). */
const quiet = 4;

/** A QR code as a picture of squares: the side in modules, and one path that fills the dark ones, run by run. */
export function qrOf(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'L', border: quiet });
  const runs = data.flatMap((row, y) => {
    const line = row.map((isDark) => (isDark ? '1' : '0')).join('');
    return [...line.matchAll(/1+/g)].map(
      ({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`,
    );
  });
  return { size, path: runs.join('') };
}
