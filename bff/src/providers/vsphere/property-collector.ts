import { child, childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import { morefOf } from './service-content.ts';
import { element, reference } from './soap.ts';
import type { Moref, Xml } from './soap.ts';

/** Which way to follow from objects of one type to others. */
export interface Traversal {
  readonly name: string;
  readonly type: string;
  readonly path: string;
  /** Traversals to go on with from what was reached, by name. */
  readonly then: readonly string[];
}

export interface FilterSpec {
  /** Properties to read, by type. */
  readonly properties: Readonly<Record<string, readonly string[]>>;
  readonly start: Moref;
  /** Nothing of the start itself is read, only of what is reached from it. */
  readonly skipStart?: true;
  readonly traversals: readonly Traversal[];
}

/** An object as a property collector tells of it. */
export interface ObjectUpdate {
  readonly moref: Moref;
  readonly kind: 'enter' | 'modify' | 'leave';
  readonly changes: readonly PropertyChange[];
}

export interface PropertyChange {
  readonly path: string;
  /** Absent when the property has no value any more. */
  readonly value?: XmlElement;
}

export function propertyFilterSpec(name: string, spec: FilterSpec): Xml {
  const properties = Object.entries(spec.properties).map(([type, paths]) =>
    element('propSet', [element('type', type), ...paths.map((path) => element('pathSet', path))]),
  );
  const start = element('objectSet', [
    reference('obj', spec.start),
    element('skip', spec.skipStart ?? false),
    ...spec.traversals.map(traversal),
  ]);
  return element(name, [...properties, start]);
}

function traversal({ name, type, path, then }: Traversal): Xml {
  const next = then.map((each) => element('selectSet', [element('name', each)]));
  return element(
    'selectSet',
    [element('name', name), element('type', type), element('path', path), element('skip', false), ...next],
    {
      'xsi:type': 'TraversalSpec',
    },
  );
}

/** Reads an `ObjectContent`, as RetrievePropertiesEx returns them. */
export function readObject(content: XmlElement): ObjectUpdate | undefined {
  const moref = morefOf(child(content, 'obj'));
  if (moref === undefined) return undefined;
  const changes = childrenOf(content, 'propSet').map((property) =>
    change(textAt(property, 'name'), child(property, 'val')),
  );
  return { moref, kind: 'enter', changes };
}

/** Reads an `ObjectUpdate`, as WaitForUpdatesEx returns them. */
export function readUpdate(update: XmlElement): ObjectUpdate | undefined {
  const moref = morefOf(child(update, 'obj'));
  const kind = textAt(update, 'kind');
  if (moref === undefined || !isKind(kind)) return undefined;
  const changes: PropertyChange[] = [];
  for (const each of update.children)
    if (each.name === 'changeSet') changes.push(change(textAt(each, 'name'), child(each, 'val')));
  return { moref, kind, changes };
}

function isKind(kind: string): kind is ObjectUpdate['kind'] {
  return kind === 'enter' || kind === 'modify' || kind === 'leave';
}

function change(path: string, value: XmlElement | undefined): PropertyChange {
  return value === undefined ? { path } : { path, value };
}
