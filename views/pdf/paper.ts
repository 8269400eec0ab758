import { embedFonts, type Run, settable, type Weight } from './fonts.ts';

interface Style {
  readonly size?: number;
  readonly weight?: Weight;
  readonly colour?: string;
  /** Points from the left edge of the text. */
  readonly indent?: number;
  /** Points of space before. */
  readonly above?: number;
}

export interface PaperOptions {
  readonly title: string;
  readonly author: string;
  /** BCP 47. */
  readonly language: string;
  readonly made: Date;
  /** Stands at the foot of each page. */
  readonly foot: (page: number) => string;
}

const margin = { side: 56, top: 56, bottom: 64 };
const grey = '#555555';

/** An A4 document, tagged for screen readers: headings, paragraphs and facts, one below the other, on as many pages as it takes. */
export class Paper {
  readonly #doc: PDFKit.PDFDocument;
  readonly #options: PaperOptions;
  readonly #runsOf: (text: string, weight: Weight) => Run[];
  readonly #chunks: Uint8Array[] = [];
  readonly #ended: Promise<void>;
  readonly #root: PDFKit.PDFStructureElement;
  #page = 0;
  #y = 0;

  private constructor(doc: PDFKit.PDFDocument, options: PaperOptions) {
    this.#doc = doc;
    this.#options = options;
    this.#runsOf = embedFonts(doc);
    // ISO 32000-1 §14.8.4.2: the one element at the root.
    this.#root = doc.struct('Document');
    doc.addStructure(this.#root);
    this.#ended = new Promise((done, failed) => doc.once('end', done).once('error', failed));
    doc.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#turn();
  }

  /** The library is loaded with the first document. */
  static async begin(options: PaperOptions): Promise<Paper> {
    const { default: PDFDocument } = await import('pdfkit');
    const doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: options.language,
      info: {
        Title: settable(options.title),
        Author: settable(options.author),
        CreationDate: options.made,
        ModDate: options.made,
      },
    });
    return new Paper(doc, options);
  }

  heading(level: 1 | 2 | 3, text: string): void {
    const size = [0, 18, 13, 10.5][level]!;
    // A heading stays with what follows.
    this.#need(size * 4);
    this.#set(`H${level}`, text, { size, weight: 700, above: level === 1 ? 0 : level === 2 ? 18 : 12 });
  }

  paragraph(text: string, style: Style = {}): void {
    this.#set('P', text, { above: 5, ...style });
  }

  /** A label and what belongs to it, below each other where they do not fit beside. */
  fact(label: string, value: string): void {
    this.#set('P', label, { size: 8.5, colour: grey, above: 5 });
    this.#set('P', value, { above: 0 });
  }

  /** The same in one line, where it fits. */
  row(label: string, value: string, style: Style = {}): void {
    this.paragraph(`${label}: ${value}`, { above: 2, ...style });
  }

  /** A line with a lighter one below it. */
  entry(text: string, below: string): void {
    this.#need(30);
    this.#set('P', text, { indent: 12, above: 4 });
    this.#set('P', below, { indent: 12, size: 8.5, colour: grey, above: 0 });
  }

  /** A file inside the file (ISO 32000-2 §14.13), that readers list by its name. */
  attach(
    name: string,
    bytes: Uint8Array,
    { type, description }: { type: string; description: string },
  ): void {
    const { made } = this.#options;
    // Its types do not know `relationship` yet (ISO 32000-2 §7.11.3).
    const options: PDFKit.Mixins.PDFAttachmentOptions & { relationship: string } = {
      name,
      type,
      description,
      creationDate: made,
      modifiedDate: made,
      relationship: 'Data',
    };
    this.#doc.file(Buffer.from(bytes), options);
  }

  async end(): Promise<Buffer> {
    this.#foot();
    this.#root.end();
    this.#doc.end();
    await this.#ended;
    return Buffer.concat(this.#chunks);
  }

  #set(
    tag: string,
    text: string,
    { size = 10, weight = 400, colour = 'black', indent = 0, above = 0 }: Style,
  ): void {
    this.#y += above;
    const doc = this.#doc;
    const lines = this.#lines(settable(text), { size, weight, width: this.#width - indent });
    const element = doc.struct(tag);
    this.#root.add(element);
    for (const line of lines) {
      // Before the line is begun: a page is not turned within what is marked as one.
      this.#need(size * 1.4);
      element.add(() => this.#draw(line, { x: margin.side + indent, y: this.#y, size, weight, colour }));
      this.#y += size * 1.4;
    }
    element.end();
  }

  #draw(text: string, at: { x: number; y: number; size: number; weight: Weight; colour: string }): void {
    const doc = this.#doc;
    let { x } = at;
    for (const run of this.#runsOf(text, at.weight)) {
      doc.font(run.font).fontSize(at.size).fillColor(at.colour);
      doc.text(run.text, x, at.y, { lineBreak: false });
      x += doc.widthOfString(run.text);
    }
  }

  get #width(): number {
    return this.#doc.page.width - 2 * margin.side;
  }

  /** Breaks between words, and within one that is longer than a line. */
  #lines(text: string, { size, weight, width }: { size: number; weight: Weight; width: number }): string[] {
    const widthOf = (part: string): number =>
      this.#runsOf(part, weight).reduce(
        (sum, run) => sum + this.#doc.font(run.font).fontSize(size).widthOfString(run.text),
        0,
      );
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (widthOf(longer) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = '';
      for (const letter of word) {
        if (line !== '' && widthOf(line + letter) > width) {
          lines.push(line);
          line = '';
        }
        line += letter;
      }
    }
    if (line !== '') lines.push(line);
    return lines;
  }

  /** Turns the page where there are not so many points left on it. */
  #need(points: number): void {
    if (this.#y + points <= this.#doc.page.height - margin.bottom) return;
    this.#foot();
    this.#turn();
  }

  #turn(): void {
    this.#doc.addPage();
    this.#page += 1;
    this.#y = margin.top;
  }

  #foot(): void {
    const doc = this.#doc;
    doc.markContent('Artifact', { type: 'Pagination' });
    const at = { x: margin.side, y: doc.page.height - 40, size: 8, weight: 400, colour: grey } as const;
    this.#draw(settable(this.#options.foot(this.#page)), at);
    doc.endMarkedContent();
  }
}
