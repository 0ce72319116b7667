import type { Provider } from '../../api/generated/provider.ts';
import type { ProviderInventory } from '../../inventory/inventory.ts';
import type { TargetClusters } from '../../migration/target/target-clusters.ts';
import type { Caller } from '../caller.ts';

export type Resource = Readonly<Record<string, unknown>>;

/** One object of a collection. */
export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly namespace?: string;
  readonly path: string;
  /** Another one means that the object has changed. */
  readonly revision: unknown;
  /** As the REST API shows it: 0 is what every kind has in common, from 1 on kinds tell more. */
  shown(detail: number): Resource;
}

export interface CollectionView {
  /** Absent where only single objects are shown. */
  readonly list?: CollectionList;
  get(id: string): Promise<Entry | undefined>;
}

export interface CollectionList {
  all(): Promise<readonly Entry[]>;
  /** Objects that lists leave out; watches and single reads have them. */
  readonly lists?: (entry: Entry) => boolean;
  /** Detail whatever was asked for. */
  readonly detail?: number;
  /** Whether a path answers to a `name` that has a slash. */
  readonly answersTo: (path: string, name: string) => boolean;
  /** Calls back after changes; absent where the collection cannot be watched. */
  readonly changed?: (listener: () => void) => () => void;
}

/** `kind` is empty and `object` null at the root; leaves have null for children, as MTV writes them. */
export interface TreeNode {
  readonly kind: string;
  readonly object: Resource | null;
  readonly children: readonly TreeNode[] | null;
}

/** One provider as the REST API shows it to one caller. */
export interface ProviderView {
  /** Resolves when everything has been read once, to false when that takes too long. */
  loaded(signal: AbortSignal): Promise<boolean>;
  readonly collections: Readonly<Record<string, CollectionView>>;
  readonly trees: Readonly<Record<string, (detail: number) => Promise<TreeNode>>>;
  /** What the provider's resource tells beyond the object: counts, product. */
  summary(): Promise<Resource>;
}

export interface ViewOptions {
  readonly provider: Provider;
  readonly caller: Caller;
  readonly inventory: ProviderInventory | undefined;
  readonly targets: TargetClusters;
  readonly serviceNamespace: string;
  /** Resolves after that many milliseconds; rejects when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The view of a provider; undefined where nothing collects its inventory. */
export type OpenView = (options: ViewOptions) => ProviderView | undefined;

/** Value of `selfLink`: relative to the service, without a slash in front. */
export function selfLink(type: string, uid: string, ...rest: readonly string[]): string {
  return ['providers', type, uid, ...rest].join('/');
}
