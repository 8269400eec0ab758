/** A document described as data. Whoever shows it makes elements and texts of it, never markup of a text. */
export type Markup = string | Element;

export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Markup[];
}

/**
 * `element('p.hint', 'text')`: a tag, its classes, its attributes where there are any, its children. As many children as a
 * file may bring about come as a list: of arguments there cannot be any number.
 */
export function element(
  name: string,
  ...rest: readonly (Markup | readonly Markup[] | Readonly<Record<string, string>> | null)[]
): Element {
  const [tag = '', ...classes] = name.split('.');
  const attributes: Record<string, string> = classes.length > 0 ? { class: classes.join(' ') } : {};
  const children: Markup[] = [];
  for (const each of rest) {
    if (each === null) continue;
    if (Array.isArray(each)) for (const child of each as readonly Markup[]) children.push(child);
    else if (typeof each === 'string' || isElement(each)) children.push(each);
    else Object.assign(attributes, each);
  }
  return { tag, attributes, children };
}

const isElement = (each: object): each is Element => Array.isArray((each as Element).children);
