import type { JsonObject } from '../json.ts';
import { isObject, objectsAt } from '../json.ts';
import type { Cause } from '../status-error.ts';
import { forbiddenValue, requiredValue, unsupportedValue } from './validate.ts';

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Why a definition's schema is not structural. */
export function structuralProblems(schema: JsonObject, path: string): Cause[] {
  return [...nodeProblems(schema, path), ...childProblems(schema, path)];
}

function nodeProblems(schema: JsonObject, path: string): Cause[] {
  const { type } = schema;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const either = schema['x-kubernetes-int-or-string'] === true;
  const causes: Cause[] = [];
  if (type === undefined || type === '') {
    if (!open && !either) causes.push(requiredValue(`${path}.type`, 'must not be empty for specified object fields'));
  } else if (typeof type !== 'string' || !TYPES.includes(type))
    causes.push(unsupportedValue(`${path}.type`, type, TYPES));
  if (schema.properties !== undefined && schema.additionalProperties !== undefined)
    causes.push(
      forbiddenValue(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'),
    );
  if (schema.uniqueItems === true)
    causes.push(
      forbiddenValue(
        `${path}.uniqueItems`,
        'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
      ),
    );
  if (schema.$ref !== undefined) causes.push(forbiddenValue(`${path}.$ref`, '$ref is not supported'));
  if (type === 'array' && schema.items === undefined) causes.push(requiredValue(`${path}.items`, 'must be specified'));
  if (schema['x-kubernetes-list-type'] === 'map' && schema['x-kubernetes-list-map-keys'] === undefined)
    causes.push(
      requiredValue(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'),
    );
  return causes;
}

function childProblems(schema: JsonObject, path: string): Cause[] {
  const causes: Cause[] = [];
  const { properties, additionalProperties, items } = schema;
  if (isObject(properties))
    for (const [name, child] of Object.entries(properties))
      if (isObject(child)) causes.push(...structuralProblems(child, `${path}.properties[${name}]`));
  if (isObject(additionalProperties))
    causes.push(...structuralProblems(additionalProperties, `${path}.additionalProperties`));
  if (isObject(items)) causes.push(...structuralProblems(items, `${path}.items`));
  for (const list of ['allOf', 'anyOf', 'oneOf'])
    objectsAt(schema, list).forEach((child, index) => {
      // int-or-string is written with types inside anyOf, and only there.
      if (child.type !== undefined && schema['x-kubernetes-int-or-string'] !== true)
        causes.push(forbiddenValue(`${path}.${list}[${index}].type`, 'must be empty to be structural'));
    });
  return causes;
}
