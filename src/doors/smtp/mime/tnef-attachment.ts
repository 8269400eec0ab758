import { detectExtension, detectMimeType } from 'nodemailer/lib/mime-funcs/mime-types';
import { isTnef, type TnefAttribute, tnefAttribute } from './tnef-attributes.ts';
import { type Properties, property, propertyType, readProperties } from './tnef-properties.ts';
import { ansiString, lineOf, oneLine } from './tnef-strings.ts';

export interface TnefAttachment {
  /** As the sender named it: a path and odd characters may be in it. */
  readonly filename: string;
  readonly contentType: string;
  /** Without angle brackets. */
  readonly contentId?: string;
  /** A view of the file that was read, where it lies there as it is. */
  readonly bytes: Uint8Array;
}

/** The attributes of one attachment, as far as they came. */
export interface AttachmentAttributes {
  title?: Uint8Array;
  data?: Uint8Array;
  properties?: Properties;
}

export interface AttachmentContent {
  /** `message`: another TNEF stream. `ole`: a compound file (MS-CFB). */
  readonly kind: 'file' | 'ole' | 'message';
  readonly bytes: Uint8Array;
}

const none: Properties = new Map();
const unknownType = 'application/octet-stream';
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;
const interfaceLength = 16;
/** The first byte of IID_IStorage (MS-OXTNEF section 2.1.3.4.1); the others are alike in all interfaces here. */
const storageInterface = 0x0b;

/** False when the attribute was cut so that something of the attachment is lost. */
export function takeAttribute(attachment: AttachmentAttributes, { id, data, whole }: TnefAttribute): boolean {
  if (id === tnefAttribute.attachmentProperties) {
    const { values, whole: listed } = readProperties(data);
    attachment.properties = values;
    return listed;
  }
  if (whole && id === tnefAttribute.attachmentTitle) attachment.title = data;
  if (whole && id === tnefAttribute.attachmentData) attachment.data = data;
  return whole;
}

/** Undefined when no content came: a link to a file, or a cut file. */
export function contentOf({ properties, data }: AttachmentAttributes): AttachmentContent | undefined {
  const value = properties?.get(property.attachData);
  if (value?.type === propertyType.object && value.bytes.length >= interfaceLength) {
    const bytes = value.bytes.subarray(interfaceLength);
    if (isTnef(bytes)) return { kind: 'message', bytes };
    if (value.whole && !data?.length) {
      return { kind: value.bytes[0] === storageInterface ? 'ole' : 'file', bytes };
    }
  }
  if (value?.type === propertyType.binary && !data?.length) return { kind: 'file', bytes: value.bytes };
  return data && { kind: 'file', bytes: data };
}

export function nameOf(
  { properties = none, title }: AttachmentAttributes,
  codePage: number,
): string | undefined {
  return (
    lineOf(properties, property.attachLongFilename, codePage) ??
    oneLine(ansiString(title, codePage)) ??
    lineOf(properties, property.attachFilename, codePage) ??
    lineOf(properties, property.displayName, codePage)
  );
}

/** `number` counts from 1, for an attachment without a name. */
export function asAttachment(
  attributes: AttachmentAttributes,
  { kind, bytes }: AttachmentContent,
  codePage: number,
  number: number,
): TnefAttachment {
  const properties = attributes.properties ?? none;
  const name = nameOf(attributes, codePage);
  if (kind === 'message') {
    return { filename: `${name ?? `message-${number}`}.dat`, contentType: 'application/ms-tnef', bytes };
  }
  const said = lineOf(properties, property.attachMimeTag, codePage)?.toLowerCase();
  const guessed = kind === 'ole' ? 'application/x-ole-storage' : detectMimeType(name ?? '');
  const contentType = said && mediaType.test(said) ? said : guessed;
  const contentId = lineOf(properties, property.attachContentId, codePage)?.replace(/^<|>$/g, '');
  return {
    filename: name ?? `attachment-${number}.${extensionOf(contentType)}`,
    contentType,
    ...(contentId ? { contentId } : {}),
    bytes,
  };
}

const extensionOf = (contentType: string): string =>
  contentType === unknownType ? 'bin' : detectExtension(contentType);
