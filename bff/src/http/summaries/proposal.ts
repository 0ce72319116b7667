import type { MapProposals } from '../../api/http/plan-wizard.ts';
import type { Message } from '../../api/http/shapes.ts';

type Row = MapProposals['networks'][number];

/** A network or datastore of the source. */
export interface NamedSource {
  readonly id: string;
  readonly name: string;
  readonly vlan?: string;
  readonly tags?: readonly string[];
}

/** A target and why it is proposed, or why none is. */
export interface Proposal<T> {
  readonly target?: T;
  readonly confidence: Row['confidence'];
  readonly reason: Message;
}

export function noProposal(reason: Message): Proposal<never> {
  return { confidence: 'none', reason };
}

/** The same but for case and punctuation. */
export function sameWord(left: string, right: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return plain(left) !== '' && plain(left) === plain(right);
}

/** The only one of them. */
export function onlyOne<T>(candidates: readonly T[]): T | undefined {
  const [only, ...others] = candidates;
  return others.length === 0 ? only : undefined;
}

const collator = new Intl.Collator('en', { numeric: true });

export function byName<T>(nameOf: (value: T) => string): (left: T, right: T) => number {
  return (left, right) => collator.compare(nameOf(left), nameOf(right));
}
