import { createHmac, timingSafeEqual } from 'node:crypto';
import { asRecord, asString, parseJson } from '../../kube/json.ts';
import { requesterAnnotation, requesterFields, requesterOf, type Requester } from '../../platform/requester.ts';
import { wishText } from './wish-text.ts';

export interface StampKey {
  readonly id: string;
  /** At least 32 bytes. */
  readonly secret: Uint8Array;
}

/** As much of an object as its stamp speaks of. */
export interface Stamped {
  readonly kind?: string;
  readonly metadata: {
    readonly namespace?: string;
    readonly name?: string;
    readonly generateName?: string;
    /** None as long as the object is being created. */
    readonly uid?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

/** That this requester wants this of this object, signed: worth nothing on another one, or once something else is wanted. */
export function signedStamp(requester: Requester, object: Stamped, key: StampKey): string {
  const [of = ''] = subjectsOf(object);
  const proof = { key: key.id, of, mac: macOf({ requester, object, of, key }) };
  return JSON.stringify({ ...requesterFields(requester), proof });
}

/** Whom the stamp of an object names, if one of the keys has signed it for this object as it is. */
export function provenRequester(object: Stamped, keys: readonly StampKey[]): Requester | undefined {
  const requester = requesterOf(object.metadata.annotations);
  const { id, of, mac } = proofOf(object);
  const key = keys.find((each) => each.id === id);
  if (requester === undefined || key === undefined || !subjectsOf(object).includes(of)) return undefined;
  return isSame(mac, macOf({ requester, object, of, key })) ? requester : undefined;
}

/** Of the key that is said to have signed; empty where none is. */
export function keyIdOf(object: Stamped): string {
  return proofOf(object).id;
}

/** What an object may be known by, the surest first: its identity, unless it was stamped before it had one. */
function subjectsOf({ metadata: { uid, generateName, name } }: Stamped): string[] {
  const named = Object.entries({ uid, generateName, name }).filter(([, value]) => value);
  return named.map(([by, value]) => `${by}/${value ?? ''}`);
}

interface Signing {
  readonly requester: Requester;
  readonly object: Stamped;
  readonly of: string;
  readonly key: StampKey;
}

function macOf({ requester, object, of, key }: Signing): string {
  const { kind, metadata } = object;
  const signed = [requesterAnnotation, kind, metadata.namespace, of, requesterFields(requester), wishText(object)];
  return createHmac('sha256', key.secret).update(JSON.stringify(signed)).digest('base64url');
}

function proofOf({ metadata }: Stamped): { readonly id: string; readonly of: string; readonly mac: string } {
  const proof = asRecord(asRecord(parsed(metadata.annotations?.[requesterAnnotation] ?? ''))?.proof);
  return { id: asString(proof?.key) ?? '', of: asString(proof?.of) ?? '', mac: asString(proof?.mac) ?? '' };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
