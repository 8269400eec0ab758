import { type ColumnKind, columnKinds } from '../../message/contact-imports.ts';

/**
 * Names of columns in Danish, Swedish and English and in the exports of Outlook, Google and directories, without spaces,
 * marks and capitals. Of several columns of a kind the one whose name comes first here is taken.
 */
const names: Readonly<Record<ColumnKind, readonly string[]>> = {
  email: [
    ...['email', 'emailaddress', 'emailadresse', 'emailadress', 'epost', 'epostadress', 'epostadresse'],
    ...['mail', 'mailadresse', 'mailadress', 'mejl', 'mejladress', 'primarysmtpaddress', 'smtpaddress'],
    ...[
      'email1address',
      'email1value',
      'emailaddress1',
      'emailadresse1',
      'epostadress1',
      'userprincipalname',
    ],
  ],
  name: [
    ...[
      'name',
      'navn',
      'namn',
      'fullname',
      'fuldenavn',
      'fuldtnavn',
      'heltnavn',
      'fullständigtnamn',
      'helanamnet',
    ],
    ...[
      'displayname',
      'visningsnavn',
      'visningsnamn',
      'vistnavn',
      'contactname',
      'kontaktnavn',
      'kontaktnamn',
    ],
    ...['contact', 'kontakt', 'recipient', 'modtager', 'mottagare'],
  ],
  first: ['firstname', 'fornavn', 'förnamn', 'givenname', 'first'],
  last: ['lastname', 'efternavn', 'efternamn', 'surname', 'familyname', 'sn', 'last'],
  phone: [
    ...['mobile', 'mobil', 'mobilephone', 'mobiltelefon', 'mobilnummer', 'mobilnr', 'mobiltelefonnummer'],
    ...['mobilephonenumber', 'mobilenumber', 'cell', 'cellphone', 'sms', 'phone', 'phonenumber', 'telephone'],
    ...[
      'telephonenumber',
      'telefon',
      'telefonnummer',
      'telefonnr',
      'tlf',
      'tlfnr',
      'tel',
      'telnr',
      'primaryphone',
    ],
    ...['phone1value', 'primærtelefon', 'primärtelefon', 'businessphone', 'arbejdstelefon', 'telefonarbejde'],
    ...['telefonarbete', 'homephone', 'hjemmetelefon', 'telefonhjem', 'telefonhem'],
  ],
  language: [
    'language',
    'sprog',
    'språk',
    'lang',
    'preferredlanguage',
    'foretrukketsprog',
    'föredragetspråk',
  ],
  unit: ['unit', 'enhed', 'enhet', 'organizationalunit', 'organisationsenhed', 'organisationsenhet'],
};

export interface Columns {
  /** Place of each column that was recognised, from 0. */
  readonly places: Readonly<Partial<Record<ColumnKind, number>>>;
  /** How many columns the header has. */
  readonly count: number;
  /** The same name stands twice for what could be taken. */
  readonly isDoubtful: boolean;
}

const plain = (name: string): string =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\d]/gu, '');

/** The columns that a header names. */
export function columnsOf(header: readonly string[]): Columns {
  const given = header.map(plain);
  const places: Partial<Record<ColumnKind, number>> = {};
  let isDoubtful = false;
  for (const kind of columnKinds) {
    const name = names[kind].find((each) => given.includes(each));
    if (name === undefined) continue;
    places[kind] = given.indexOf(name);
    isDoubtful ||= given.indexOf(name) !== given.lastIndexOf(name);
  }
  if (places.name !== undefined) {
    delete places.first;
    delete places.last;
  }
  return { places, count: header.length, isDoubtful };
}
