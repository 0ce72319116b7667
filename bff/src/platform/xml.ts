import { SaxesParser } from 'saxes';
import { OwnTexts } from './own-texts.ts';

/** An element with what is inside it; prefixes are cut off names. */
export interface XmlElement {
  readonly name: string;
  /** Of a leaf, its text; of an element with children, whatever text stands between them. */
  text: string;
  /** Attribute names keep their prefix. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
}

export interface XmlScan {
  /** Whether the element at this path (local names from the root, joined by `/`) is handed over, whole, when it ends. */
  readonly wants: (path: string) => boolean;
  readonly onElement: (element: XmlElement, path: string) => void;
  readonly limits: XmlLimits;
}

export interface XmlLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  /** Characters of one element that are kept; nothing is known of the rest. All of them where absent. */
  readonly text?: number;
}

/** The document is not XML as expected, or larger than allowed. */
export class XmlError extends Error {}

/**
 * Reads a document as a stream and keeps only what is wanted, one wanted element at a time. Document types are refused,
 * so that no entity but the predefined ones exists.
 */
export async function scanXml(body: AsyncIterable<Uint8Array>, scan: XmlScan): Promise<void> {
  const scanner = new Scanner(scan);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > scan.limits.bytes) throw new XmlError(`The document is larger than ${scan.limits.bytes} bytes.`);
    scanner.write(decoder.decode(chunk, { stream: true }));
  }
  scanner.end(decoder.decode());
}

class Scanner {
  readonly #parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false });
  readonly #scan: XmlScan;
  /** Of every element that is open, outermost first; ends with the wanted one while that is being read. */
  readonly #path: string[] = [];
  /** The wanted element being read and its open descendants. */
  readonly #open: XmlElement[] = [];
  /** What is kept of an element must not keep the whole chunk that it came in. */
  readonly #texts = new OwnTexts();
  #elements = 0;

  constructor(scan: XmlScan) {
    this.#scan = scan;
    this.#parser.on('doctype', () => {
      throw new XmlError('The document has a document type, which is not allowed.');
    });
    this.#parser.on('error', (error) => {
      throw new XmlError(`The document is not well-formed: ${error.message.slice(0, 100)}`);
    });
    this.#parser.on('opentag', (tag) => this.#opened(tag.name, tag.attributes));
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
    this.#parser.on('closetag', () => this.#closed());
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  end(rest: string): void {
    this.#parser.write(rest);
    this.#parser.close();
  }

  #opened(qualified: string, attributes: Record<string, string>): void {
    const { limits } = this.#scan;
    const name = qualified.slice(qualified.indexOf(':') + 1);
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#path.push(this.#path.length === 0 ? name : `${this.#path.at(-1) ?? ''}/${name}`);
    const depth = this.#path.length + this.#open.length;
    if (depth > limits.depth) throw new XmlError(`The document is nested deeper than ${limits.depth} elements.`);
    this.#elements += 1;
    if (this.#elements > limits.elements) throw new XmlError(`The document has more than ${limits.elements} elements.`);
    if (parent === undefined && !this.#scan.wants(this.#path.at(-1) ?? '')) return;
    for (const key in attributes) attributes[key] = this.#texts.of(attributes[key] ?? '');
    const element: XmlElement = { name, text: '', attributes, children: [] };
    parent?.children.push(element);
    this.#open.push(element);
  }

  #text(text: string): void {
    const element = this.#open.at(-1);
    if (element === undefined) return;
    const room = (this.#scan.limits.text ?? Infinity) - element.text.length;
    if (room > 0) element.text += text.length > room ? text.slice(0, room) : text;
  }

  #closed(): void {
    const element = this.#open.pop();
    if (element !== undefined) element.text = this.#texts.of(element.text);
    if (this.#open.length > 0) return;
    const path = this.#path.pop() ?? '';
    if (element !== undefined) this.#scan.onElement(element, path);
  }
}

/** The first element reached by walking the names down, each the first child of that name. */
export function child(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return walked(element, names);
}

function walked(element: XmlElement | undefined, names: readonly string[]): XmlElement | undefined {
  let found = element;
  for (const name of names) found = found?.children.find((candidate) => candidate.name === name);
  return found;
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((candidate) => candidate.name === name) ?? [];
}

/** Text of the element reached by walking the names down; empty when there is none. */
export function textAt(element: XmlElement | undefined, ...names: readonly string[]): string {
  return walked(element, names)?.text.trim() ?? '';
}
