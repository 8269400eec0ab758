/** GSM 03.38 basic character set (3GPP TS 23.038 §6.2.1), without the escape. Anything else halves an SMS. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);

export const isGsmText = (text: string): boolean => [...text].every((character) => basic.has(character));

/** A name on one line, in characters that every phone shows: accents fall off, the rest that has no place goes. */
export function gsmName(name: string): string {
  const characters = [...name.normalize('NFC').replace(/\s+/g, ' ')].flatMap((character) =>
    basic.has(character) ? [character] : [...character.normalize('NFKD')].filter((part) => basic.has(part)),
  );
  return characters.join('').replace(/\s+/g, ' ').trim();
}
