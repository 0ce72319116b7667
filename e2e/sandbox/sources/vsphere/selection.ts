import type { Entity } from './entities.ts';
import type { Inventory } from './inventory.ts';
import { isA } from './managed-types.ts';
import { isKnownProperty, propertyNames, propertyReader } from './properties/property-reader.ts';
import type { PropertyContext } from './properties/property-table.ts';
import { referenceNamed, referenceOf, VimFault } from './soap.ts';
import type { Reference, Value } from './values.ts';
import type { XmlElement } from './xml.ts';
import { child, childrenNamed, childText } from './xml.ts';

/** A PropertyFilterSpec. */
export interface FilterSpec {
  readonly properties: readonly PropertySpec[];
  readonly objects: readonly ObjectSpec[];
}

interface PropertySpec {
  readonly type: string;
  readonly all: boolean;
  readonly paths: readonly string[];
}

interface ObjectSpec {
  readonly object: Reference;
  readonly skip: boolean;
  readonly select: readonly Traversal[];
}

/** A TraversalSpec; specs given by name only are resolved to the one that has the name. */
interface Traversal {
  readonly type: string;
  readonly path: string;
  readonly skip: boolean;
  readonly select: Traversal[];
}

/** Throws VimFault InvalidProperty for paths that no object of the type can have. */
export function parseFilterSpec(element: XmlElement): FilterSpec {
  const properties = childrenNamed(element, 'propSet').map((spec) => {
    const type = childText(spec, 'type') ?? '';
    const paths = childrenNamed(spec, 'pathSet').map((path) => path.text.trim());
    const unknown = paths.find((path) => !isKnownProperty(type, path));
    if (unknown !== undefined) throw new VimFault('InvalidProperty', '', { name: unknown });
    return { type, all: childText(spec, 'all') === 'true', paths };
  });
  return { properties, objects: childrenNamed(element, 'objectSet').map(parseObjectSpec) };
}

function parseObjectSpec(element: XmlElement): ObjectSpec {
  const named = new Map<string, Traversal>();
  const unresolved: { readonly into: Traversal[]; readonly name: string }[] = [];
  const parse = (parent: XmlElement, into: Traversal[]) => {
    for (const spec of childrenNamed(parent, 'selectSet')) {
      const name = childText(spec, 'name');
      const type = childText(spec, 'type');
      if (type === undefined) {
        unresolved.push({ into, name: name ?? '' });
        continue;
      }
      const traversal: Traversal = {
        type,
        path: childText(spec, 'path') ?? '',
        skip: childText(spec, 'skip') === 'true',
        select: [],
      };
      if (name !== undefined) named.set(name, traversal);
      into.push(traversal);
      parse(spec, traversal.select);
    }
  };
  const select: Traversal[] = [];
  parse(element, select);
  for (const { into, name } of unresolved) {
    const traversal = named.get(name);
    if (traversal === undefined)
      throw new VimFault('InvalidArgument', 'A specified parameter was not correct: selectSet', {
        invalidProperty: name,
      });
    into.push(traversal);
  }
  const object = referenceNamed(element, 'obj');
  if (object === undefined)
    throw new VimFault('InvalidArgument', 'A specified parameter was not correct: obj', { invalidProperty: 'obj' });
  return { object, skip: childText(element, 'skip') === 'true', select };
}

/** Ids of the selected objects that the spec wants properties of, in the order in which they are reached. */
export function select(spec: FilterSpec, context: PropertyContext): string[] {
  const found = new Set<string>();
  const visited = new Map<string, Set<Traversal>>();
  const visit = (entity: Entity, traversals: readonly Traversal[]) => {
    const done = visited.get(entity.id) ?? new Set<Traversal>();
    visited.set(entity.id, done);
    const read = propertyReader(entity, context);
    for (const traversal of traversals) {
      if (done.has(traversal) || !isA(entity.type, traversal.type)) continue;
      done.add(traversal);
      for (const target of referencesIn(read(traversal.path))) {
        const next = context.inventory.get(target.id);
        if (next === undefined) continue;
        if (!traversal.skip) take(next);
        if (traversal.select.length > 0) visit(next, traversal.select);
      }
    }
  };
  const take = (entity: Entity) => {
    if (!found.has(entity.id) && spec.properties.some((properties) => isA(entity.type, properties.type)))
      found.add(entity.id);
  };
  for (const { object, skip, select: traversals } of spec.objects) {
    const entity = existing(object, context.inventory);
    if (!skip) take(entity);
    visit(entity, traversals);
  }
  return [...found];
}

/** Throws VimFault ManagedObjectNotFound. */
export function existing(object: Reference | undefined, inventory: Inventory): Entity {
  const entity = object && inventory.get(object.id);
  if (entity) return entity;
  const message = `The object '${object?.type ?? ''}:${object?.id ?? ''}' has already been deleted or has not been completely created`;
  throw new VimFault('ManagedObjectNotFound', message, { obj: object });
}

function referencesIn(value: Value | undefined): readonly Reference[] {
  if (typeof value !== 'object') return [];
  if (value.kind === 'reference') return [value];
  if (value.kind !== 'list') return [];
  return value.items.filter((item): item is Reference => typeof item === 'object' && item.kind === 'reference');
}

/** Paths that the spec wants of `entity`. */
export function pathsFor(spec: FilterSpec, entity: Entity): readonly string[] {
  const wanted = spec.properties.filter((properties) => isA(entity.type, properties.type));
  if (wanted.some((properties) => properties.all)) return propertyNames(entity);
  const only = wanted[0];
  return wanted.length === 1 && only ? only.paths : [...new Set(wanted.flatMap((properties) => properties.paths))];
}

/** A parameter that is a reference to an existing object. */
export function existingParameter(call: XmlElement, name: string, inventory: Inventory): Entity {
  return existing(referenceOf(child(call, name)), inventory);
}
