import { tileWidth } from './tile-reader.ts';

/** What a path of C2SP tlog-tiles names: a tile of hashes of a level, or a bundle of entries. */
export interface TileName {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number;
}

/** The highest level that the specification knows. */
const highestLevel = 63;

/** `tile/<L>/<N>[.p/<W>]`, without a slash in front: a path below the log's URL, or in its folder. */
export function tilePath({ level, index, width }: TileName): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g)!;
  const last = groups.pop();
  const number = [...groups.map((group) => `x${group}`), last].join('/');
  return `tile/${level}/${number}${width === tileWidth ? '' : `.p/${width}`}`;
}

/** The name that a path stands for, or undefined where it is none, in the one form that it may have. */
export function parseTilePath(path: string): TileName | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!match) return undefined;
  const [, level, number, width] = match;
  const name: TileName = {
    level: level === 'entries' ? level : Number(level),
    index: Number(number!.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  const inRange =
    (name.level === 'entries' || name.level <= highestLevel) &&
    Number.isSafeInteger(name.index) &&
    name.width >= 1 &&
    (width === undefined || name.width < tileWidth);
  return inRange && tilePath(name) === path ? name : undefined;
}
