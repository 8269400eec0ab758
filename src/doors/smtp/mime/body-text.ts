/** One piece of what a mail says: the same in two forms where the sender gave both. */
interface Block {
  text: string | undefined;
  html: string | undefined;
}

/**
 * Gathers the readable parts of a mail in their order. The parts below one multipart/alternative are one block, so that
 * nothing is said twice; what stands beside it (a footer, the text between two attachments) is said as well.
 */
export class BodyText {
  readonly #blocks: Block[] = [];
  readonly #alternatives = new Map<object, Block>();

  /** `alternative`: the outermost multipart/alternative around the part, where there is one. */
  add(form: 'text' | 'html', content: string, alternative: object | undefined): void {
    let block = alternative && this.#alternatives.get(alternative);
    if (!block) {
      block = { text: undefined, html: undefined };
      this.#blocks.push(block);
      if (alternative) this.#alternatives.set(alternative, block);
    }
    block[form] = block[form] === undefined ? content : `${block[form]}\n${content}`;
  }

  /** The text of a winmail.dat: a richer form of the text beside it, which Exchange sends for other programs. */
  addRich(rich: { text?: string; html?: string }): void {
    const plain = this.#blocks.findLast(({ text, html }) => text?.trim() && !html?.trim());
    if (plain && rich.html?.trim()) plain.html = rich.html;
    else if (rich.html?.trim() || (rich.text?.trim() && !this.#says(rich.text))) {
      this.#blocks.push({ text: rich.text, html: rich.html });
    }
  }

  #says(text: string): boolean {
    return this.#blocks.some((block) => block.text !== undefined && words(block.text) === words(text));
  }

  /** The whole as text, where all of it has a text, and as HTML, where some of it has only that. */
  whole(): { text?: string; html?: string } {
    const said = this.#blocks.filter(({ text, html }) => text?.trim() || html?.trim());
    const asText = said.every(({ text }) => text?.trim());
    const asHtml = said.some(({ html }) => html?.trim());
    return {
      ...(asText && said.length > 0 ? { text: said.map(({ text }) => text).join('\n\n') } : {}),
      ...(asHtml
        ? { html: said.map(({ text, html }) => (html?.trim() ? html : asMarkup(text ?? ''))).join('\n') }
        : {}),
    };
  }
}

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();

const asMarkup = (text: string): string =>
  `<p style="white-space:pre-wrap">${text.replace(/[&<>]/g, (each) => `&#${each.charCodeAt(0)};`)}</p>`;
