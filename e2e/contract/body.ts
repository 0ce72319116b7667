/** The parts of an API server's answers that cases look at. What an answer does not have is undefined at run time. */
export interface Body {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: unknown;
  readonly data: Readonly<Record<string, string>>;
  readonly items: readonly Body[];
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details: StatusDetails;
  readonly [field: string]: unknown;
}

interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
  readonly ownerReferences: readonly OwnerReference[];
  readonly managedFields: readonly Readonly<Record<string, unknown>>[];
  /** Empty or absent on the last page. */
  readonly continue?: string;
  readonly remainingItemCount: number;
}

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly blockOwnerDeletion?: boolean;
  readonly controller?: boolean;
}

interface StatusDetails {
  readonly name: string;
  readonly group: string;
  readonly kind: string;
  readonly uid: string;
  readonly causes: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
  readonly retryAfterSeconds: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed JSON, or the text as it is where the server answers another type. */
  readonly body: Body;
  readonly text: string;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Body;
}

/** Fields of an answer of which some may not be there. */
export function perhaps<T extends object>(fields: T): Partial<T> {
  return fields;
}
