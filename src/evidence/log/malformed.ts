/** What was read is not in the format that it should be in. The message is a sentence for people and says what is wrong. */
export class Malformed extends Error {
  override name = 'Malformed';
}

/** A signature of a key that we know does not fit what it stands under. */
export class BadSignature extends Malformed {
  override name = 'BadSignature';
}
