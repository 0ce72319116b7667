import { escapeXml } from './xml.ts';

/** A value of the vSphere object model with the types that the wire names. Bare numbers are 32-bit integers. */
export type Value = string | boolean | number | Scalar | Reference | Data | List | Any;

export interface Scalar {
  readonly kind: 'scalar';
  /** An XML schema type (`xsd:long`) or the name of an enumeration. */
  readonly type: string;
  readonly text: string;
}

export interface Reference {
  readonly kind: 'reference';
  readonly type: string;
  readonly id: string;
}

export interface Data {
  readonly kind: 'data';
  readonly type: string;
  readonly fields: Fields;
}

export type Fields = Readonly<Record<string, Value | undefined>>;

export interface List {
  readonly kind: 'list';
  /** Declared type of the elements; the list itself is `ArrayOf<item>`. */
  readonly item: string;
  readonly items: readonly Value[];
}

/** A field declared as anyType: the only place where a nested scalar names its type. */
export interface Any {
  readonly kind: 'any';
  readonly value: Value;
}

export const long = (value: number): Scalar => ({ kind: 'scalar', type: 'xsd:long', text: String(Math.trunc(value)) });
export const short = (value: number): Scalar => ({ kind: 'scalar', type: 'xsd:short', text: String(value) });
export const dateTime = (at: number): Scalar => ({
  kind: 'scalar',
  type: 'xsd:dateTime',
  text: new Date(at).toISOString(),
});
export const enumeration = (type: string, text: string): Scalar => ({ kind: 'scalar', type, text });
export const reference = (type: string, id: string): Reference => ({ kind: 'reference', type, id });
export const data = (type: string, fields: Fields): Data => ({ kind: 'data', type, fields });
export const list = (item: string, items: readonly Value[]): List => ({ kind: 'list', item, items });
export const references = (items: readonly Reference[]): List => list('ManagedObjectReference', items);
export const anyOf = (value: Value): Any => ({ kind: 'any', value });

/** Renders `value` as element `name`. Where the declared type is anyType, `typed` names the type of scalars and lists too. */
export function render(name: string, value: Value, how: { readonly typed?: boolean } = {}): string {
  if (typeof value !== 'object') return scalar(name, primitiveType(value), escapeXml(String(value)), how);
  switch (value.kind) {
    case 'scalar':
      return scalar(name, value.type, escapeXml(value.text), how);
    case 'reference': {
      const type = how.typed ? ' xsi:type="ManagedObjectReference"' : '';
      return `<${name} type="${value.type}"${type}>${escapeXml(value.id)}</${name}>`;
    }
    case 'any':
      return render(name, value.value, { typed: true });
    case 'data':
      return `<${name} xsi:type="${value.type}">${renderFields(value.fields)}</${name}>`;
    case 'list':
      return renderList(name, value, how);
  }
}

export function renderFields(fields: Fields): string {
  let xml = '';
  for (const name in fields) {
    const value = fields[name];
    if (value !== undefined) xml += render(name, value);
  }
  return xml;
}

function renderList(name: string, value: List, how: { readonly typed?: boolean }): string {
  const element = how.typed ? (elementNames[value.item] ?? value.item) : name;
  let items = '';
  for (const item of value.items) items += render(element, item);
  if (!how.typed) return items;
  return `<${name} xsi:type="ArrayOf${value.item.charAt(0).toUpperCase()}${value.item.slice(1)}">${items}</${name}>`;
}

const elementNames: Readonly<Record<string, string>> = { String: 'string', Int: 'int', Long: 'long' };

function scalar(name: string, type: string, text: string, how: { readonly typed?: boolean }): string {
  return how.typed ? `<${name} xsi:type="${type}">${text}</${name}>` : `<${name}>${text}</${name}>`;
}

function primitiveType(value: string | boolean | number): string {
  if (typeof value === 'string') return 'xsd:string';
  return typeof value === 'boolean' ? 'xsd:boolean' : 'xsd:int';
}
