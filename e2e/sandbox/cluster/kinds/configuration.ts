import { ensureObject, equal, isObject } from '../json.ts';
import type { KubeObject } from '../object.ts';
import type { Behaviour } from '../resource-type.ts';
import { forbiddenValue, invalidValue, requiredValue } from '../schema/validate.ts';
import type { Cause } from '../status-error.ts';

const KEY = /^[-._a-zA-Z0-9]+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LIMIT_BYTES = 1024 * 1024;

function validateData(object: KubeObject, field: string): Cause[] {
  const data = object[field];
  if (!isObject(data)) return [];
  return Object.keys(data)
    .filter((key) => !KEY.test(key) || key === '.' || key === '..')
    .map((key) =>
      invalidValue(
        `${field}[${key}]`,
        key,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ),
    );
}

function sharedKeys({ data, binaryData }: KubeObject): Cause[] {
  if (!isObject(data) || !isObject(binaryData)) return [];
  return Object.keys(binaryData)
    .filter((key) => Object.hasOwn(data, key))
    .map((key) => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
}

function totalBytes(data: unknown): number {
  if (!isObject(data)) return 0;
  return Object.values(data).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
}

function tooLong(field: string): Cause {
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${LIMIT_BYTES} bytes` };
}

function validateImmutable(object: KubeObject, before: KubeObject, fields: readonly string[]): Cause[] {
  if (before.immutable !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return [
    ...(object.immutable === true ? [] : [forbiddenValue('immutable', why)]),
    ...fields.filter((field) => !equal(object[field], before[field])).map((field) => forbiddenValue(field, why)),
  ];
}

function dropEmpty(object: KubeObject, field: string): void {
  const value = object[field];
  if (value === null || (isObject(value) && Object.keys(value).length === 0)) Reflect.deleteProperty(object, field);
}

export const CONFIG_MAP: Behaviour = {
  generation: 'none',
  normalise: (object) => {
    dropEmpty(object, 'data');
    dropEmpty(object, 'binaryData');
  },
  validate: (object) => [
    ...validateData(object, 'data'),
    ...validateData(object, 'binaryData'),
    ...sharedKeys(object),
    ...(totalBytes(object.data) + totalBytes(object.binaryData) > LIMIT_BYTES ? [tooLong('')] : []),
  ],
  validateUpdate: (object, before) => validateImmutable(object, before, ['data', 'binaryData']),
};

function mergeStringData(object: KubeObject): void {
  const text = object.stringData;
  delete object.stringData;
  if (!isObject(text)) return;
  const data = ensureObject(object, 'data');
  for (const [key, value] of Object.entries(text))
    if (typeof value === 'string') data[key] = Buffer.from(value).toString('base64');
}

const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
};

export const SECRET: Behaviour = {
  generation: 'none',
  normalise: (object) => {
    mergeStringData(object);
    dropEmpty(object, 'data');
  },
  fillIn: (object) => {
    object.type ??= 'Opaque';
  },
  validate: (object) => {
    const data = isObject(object.data) ? object.data : {};
    const required = REQUIRED_KEYS[String(object.type)] ?? [];
    return [
      ...validateData(object, 'data'),
      ...required.filter((key) => !Object.hasOwn(data, key)).map((key) => requiredValue(`data[${key}]`)),
      ...(totalBytes(data) * 0.75 > LIMIT_BYTES ? [tooLong('data')] : []),
    ];
  },
  validateUpdate: (object, before) => [
    ...(object.type === undefined || object.type === before.type
      ? []
      : [invalidValue('type', object.type, 'field is immutable')]),
    ...validateImmutable(object, before, ['data']),
  ],
  fields: { type: (object) => (typeof object.type === 'string' ? object.type : '') },
};

/** The key of a value that is no base64, as the decoder of Secrets refuses it. */
export function undecodable(data: unknown): string | undefined {
  if (!isObject(data)) return undefined;
  return Object.entries(data).find(
    ([, value]) => typeof value === 'string' && !BASE64.test(value.replaceAll(/[\r\n]/g, '')),
  )?.[0];
}
