import { SaxesParser } from 'saxes';

/** An element without its namespace prefix; its type by XML Schema is the attribute `xsi:type`, whatever its prefix. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text: string;
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: XmlNode[];
  text: string;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributeName(name: string): string {
  return name.endsWith(':type') ? 'xsi:type' : name;
}

/** Throws on malformed input. */
export function parseXml(text: string): XmlNode {
  const parser = new SaxesParser();
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack = [root];
  parser.on('opentag', ({ name, attributes }) => {
    const named = Object.entries(attributes).map(([key, value]) => [attributeName(key), value]);
    const node: Open = {
      name: localName(name),
      attributes: Object.fromEntries(named) as Record<string, string>,
      children: [],
      text: '',
    };
    stack.at(-1)?.children.push(node);
    stack.push(node);
  });
  parser.on('text', (part) => {
    const top = stack.at(-1);
    if (top) top.text += part;
  });
  parser.on('closetag', () => {
    stack.pop();
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  const document = root.children[0];
  if (!document) throw new Error('The answer is not XML.');
  return document;
}

/** The first element found by going down the names. */
export function at(node: XmlNode | undefined, ...names: readonly string[]): XmlNode | undefined {
  let current = node;
  for (const name of names) current = current?.children.find((child) => child.name === name);
  return current;
}

export function all(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((child) => child.name === name) ?? [];
}

/** The first element of that name anywhere below. */
export function find(node: XmlNode, name: string): XmlNode | undefined {
  for (const child of node.children) {
    const found = child.name === name ? child : find(child, name);
    if (found) return found;
  }
  return undefined;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
