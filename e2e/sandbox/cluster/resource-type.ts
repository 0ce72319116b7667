import type { Random } from './random.ts';
import type { KubeObject } from './object.ts';
import type { Cause, Named } from './status-error.ts';
import type { Schema } from './schema/schema.ts';
import type { Caller } from './auth/caller.ts';

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';

export const ALL_VERBS: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

export interface WriteContext {
  readonly caller: Caller;
  /** Milliseconds. */
  readonly now: number;
  readonly random: Random;
}

/** What a kind does beyond storing: each member changes the object given, or names what is wrong with it. */
export interface Behaviour {
  /** Brings what a client sent into the form that is stored; throws 400 for what cannot be read. */
  readonly normalise?: (object: KubeObject) => void;
  /** Fills in what a client left open, in every write: whoever wrote the object owns it. */
  readonly fillIn?: (object: KubeObject) => void;
  readonly prepareCreate?: (object: KubeObject, context: WriteContext) => void;
  readonly prepareUpdate?: (object: KubeObject, before: KubeObject, context: WriteContext) => void;
  /** Changes an object whose deletion begins. */
  readonly prepareDelete?: (object: KubeObject) => void;
  readonly validate?: (object: KubeObject) => readonly Cause[];
  readonly validateUpdate?: (object: KubeObject, before: KubeObject) => readonly Cause[];
  /** Field selectors besides metadata.name and metadata.namespace. */
  readonly fields?: Readonly<Record<string, (object: KubeObject) => string>>;
  /** Seconds between a deletion and its effect, for kinds that end gracefully. */
  readonly graceSeconds?: (object: KubeObject, asked: number | undefined) => number;
  /** Fields whose change raises metadata.generation; absent = everything but metadata and status; none = kind has no generation. */
  readonly generation?: 'spec' | 'none';
  /** A name the kind accepts: default a DNS subdomain. */
  readonly nameRule?: (name: string) => string | undefined;
  /** Checked instead of the status part being taken over unseen. */
  readonly validateStatus?: (object: KubeObject, before: KubeObject) => readonly Cause[];
}

/** One column of the Table that `kubectl get` shows. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly cell: (object: KubeObject, now: number) => unknown;
}

/** One kind in one version. */
export interface ResourceType extends Named {
  readonly version: string;
  readonly singular: string;
  readonly listKind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly Verb[];
  /** Names such as `status` or `log`. */
  readonly subresources: readonly string[];
  /** Where its objects are stored; versions of a kind share it. */
  readonly collection: string;
  /** A CustomResourceDefinition made it. */
  readonly custom: boolean;
  readonly schema?: Schema;
  readonly behaviour: Behaviour;
  readonly columns?: readonly Column[];
  /** Converts from the stored form and back, where another version of the kind is the stored one. */
  readonly convert?: {
    readonly toStored: (object: KubeObject) => KubeObject;
    readonly toServed: (object: KubeObject) => KubeObject;
  };
}

export function apiVersionOf(type: Pick<ResourceType, 'group' | 'version'>): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** The object in the version that was asked for. */
export function served(type: ResourceType, object: KubeObject): KubeObject {
  if (type.convert !== undefined) return type.convert.toServed(object);
  const apiVersion = apiVersionOf(type);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

export function stored(type: ResourceType, object: KubeObject): KubeObject {
  return type.convert === undefined ? object : type.convert.toStored(object);
}
