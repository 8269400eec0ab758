/** Of a house of citizens, landlords and companies: who gets mail from one system, and when they read it. The same each time. */
export interface TrafficMail {
  readonly id: string;
  readonly email: string;
  /** Counted from the beginning. */
  readonly day: number;
  /** Null: never. */
  readonly openedOn: number | null;
}

/** When a mail went to @fred.dk: 14 in two years. */
export const fredDays: readonly number[] = [
  38, 101, 150, 192, 233, 290, 341, 388, 431, 479, 540, 588, 641, 697,
];
const fredNames = ['kirsten.holm', 'jens.bro', 'mette.lund', 'ole.kjaer', 'anne.vang'];

/** Mails a year, on working days. */
const perYear = 22_000;

interface Reader {
  readonly email: string;
  /** Chance that a mail of theirs is opened at all; 0: they never open any. */
  readonly opens: number;
  /** Of a mail that is opened, days at most until then. */
  readonly within: number;
  /** From which day on there may be mail for them. */
  readonly from: number;
}

export function trafficOf(days: number): TrafficMail[] {
  const random = mulberry32(0x5e91);
  const readers = readersOf(days, random);
  const mails: TrafficMail[] = [];
  let number = 0;
  const add = (email: string, day: number, openedOn: number | null) => {
    number += 1;
    const id = `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
    mails.push({ id, email, day, openedOn });
  };
  const workdays = Math.round((days * 5) / 7);
  const perDay = (perYear * days) / 365 / workdays;
  let known = 0;
  for (let day = 0; day < days; day += 1) {
    while (known < readers.length && readers[known]!.from <= day) known += 1;
    const fred = fredDays.indexOf(day);
    if (fred >= 0) add(`${fredNames[fred % fredNames.length]}@fred.dk`, day, null);
    if (day % 7 >= 5) continue;
    const count = Math.round(perDay * (0.7 + 0.6 * random()));
    for (let each = 0; each < count; each += 1) {
      // Some get mail every month, most a few times, some once.
      const reader = readers[Math.floor(random() ** 2 * known)]!;
      const reads = random() < reader.opens;
      add(reader.email, day, reads ? day + delayOf(reader.within, random) : null);
    }
  }
  return mails;
}

/** Most within two days, some within two weeks, a few later. */
function delayOf(within: number, random: () => number): number {
  return Math.floor(random() ** 3 * within);
}

const freeMail = [
  'gmail.com',
  'hotmail.com',
  'outlook.dk',
  'live.dk',
  'icloud.com',
  'yahoo.dk',
  'mail.dk',
  'jubii.dk',
];
const trades = ['vvs', 'byg', 'ejendomme', 'el', 'maler', 'consult', 'bolig', 'invest', 'service', 'advokat'];
const roots = [
  'soender',
  'noerre',
  'kolding',
  'vejle',
  'horsens',
  'lille',
  'strand',
  'skov',
  'bakke',
  'ege',
  'birke',
  'holm',
  'dal',
];
const lasts = [
  'holm',
  'gaard',
  'vang',
  'lund',
  'dahl',
  'berg',
  'toft',
  'kjaer',
  'rup',
  'by',
  'sted',
  'borg',
  'mark',
];

/** 7,000 from the beginning, and a dozen new ones every week. Three in four are people with ordinary mail. */
function readersOf(days: number, random: () => number): Reader[] {
  const pick = <Each>(all: readonly Each[]): Each => all[Math.floor(random() * all.length)]!;
  const companies = Array.from({ length: 900 }, (_, index) => {
    const name = `${pick(roots)}${pick(lasts)}`;
    return index % 3 === 0 ? `${name}.dk` : `${name}-${pick(trades)}.dk`;
  });
  const readers: Reader[] = [];
  const all = 7_000 + Math.floor((days / 7) * 12);
  for (let number = 0; number < all; number += 1) {
    const from = number < 7_000 ? 0 : Math.floor(((number - 7_000) / 12) * 7);
    const local = `${pick(roots)}.${pick(lasts)}${number}`;
    const isPrivate = random() < 0.75;
    const domain = isPrivate
      ? pick(freeMail)
      : random() < 0.85
        ? pick(companies)
        : `${local.replace('.', '')}.dk`;
    // One in seven leaves some of their mail unread; one in fifty all of it.
    const kind = random();
    const opens = kind < 0.02 ? 0 : kind < 0.15 ? 0.5 + 0.4 * random() : 0.985;
    readers.push({ email: `${local}@${domain}`, opens, within: kind < 0.3 ? 30 : 9, from });
  }
  return readers;
}

/** The same numbers each time (public domain, Tommy Ettinger). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
