import type { Condition } from '../../api/resource.ts';

export type JudgedKind =
  | 'Plan'
  | 'Provider'
  | 'NetworkMap'
  | 'StorageMap'
  | 'Host'
  | 'Hook'
  | 'Migration'
  | 'Conversion'
  | 'VirtualMachineMigration';

/** A condition that MTV's clients may see, or one of our own, and whether this service sets it. */
export interface ConditionRow {
  readonly kinds: readonly JudgedKind[];
  readonly type: string;
  readonly category: NonNullable<Condition['category']>;
  /** Empty where the condition has no reason. */
  readonly reasons: readonly string[];
  /** When it holds. */
  readonly when: string;
  /** `never`: cannot arise here, or is replaced by something better; `note` says why. */
  readonly state: 'implemented' | 'later' | 'never';
  readonly note?: string;
  /** Stays when the object is judged again. */
  readonly durable?: boolean;
  /** Not one of MTV's. */
  readonly own?: boolean;
}
