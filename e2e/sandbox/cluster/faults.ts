import type { ResourceType } from './resource-type.ts';

/** What goes wrong, and for which requests. */
export interface FaultRule {
  /** All parts that are given must hold. */
  readonly match: {
    readonly method?: string;
    /** A part of the path, or a pattern. */
    readonly path?: string | RegExp;
    readonly verb?: string;
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly user?: string;
  };
  readonly action: FaultAction;
  /** Requests that match before the fault begins. */
  readonly after?: number;
  /** Requests it hits; absent = all. */
  readonly times?: number;
}

export type FaultAction =
  | {
      readonly type: 'status';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /** The connection breaks: before anything happened, or after the effect with the answer lost. */
  | { readonly type: 'drop'; readonly when: 'before' | 'after' }
  | { readonly type: 'delay'; readonly ms: number }
  /** Watches: broken off after `ms`, or ended with ERROR 410. */
  | { readonly type: 'cut-watch'; readonly afterMs: number }
  | { readonly type: 'expire-watch' }
  /** Lists and watches that accept any version see the state at this revision. */
  | { readonly type: 'stale'; readonly revision: number };

export interface FaultQuestion {
  readonly method: string;
  readonly path: string;
  readonly verb?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly user?: string;
}

interface Armed {
  readonly rule: FaultRule;
  seen: number;
}

const TEXT_PARTS = ['method', 'verb', 'resource', 'subresource', 'namespace', 'name', 'user'] as const;

function applies({ match }: FaultRule, question: FaultQuestion): boolean {
  if (TEXT_PARTS.some((part) => match[part] !== undefined && match[part] !== question[part])) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' ? question.path.includes(match.path) : match.path.test(question.path);
}

/** The faults in force. */
export class FaultBoard {
  readonly #armed: Armed[] = [];

  /** The returned function takes the rule away. */
  add(rule: FaultRule): () => void {
    const armed = { rule, seen: 0 };
    this.#armed.push(armed);
    return () => {
      const index = this.#armed.indexOf(armed);
      if (index !== -1) this.#armed.splice(index, 1);
    };
  }

  clear(): void {
    this.#armed.length = 0;
  }

  get rules(): readonly FaultRule[] {
    return this.#armed.map(({ rule }) => rule);
  }

  /** The actions that hit this request, in the order their rules were added. Counts the request. */
  strike(question: FaultQuestion): FaultAction[] {
    return this.#armed.flatMap((armed) => {
      const { rule } = armed;
      if (rule.action.type === 'stale' || !applies(rule, question)) return [];
      const index = armed.seen++ - (rule.after ?? 0);
      return index >= 0 && index < (rule.times ?? Number.POSITIVE_INFINITY) ? [rule.action] : [];
    });
  }

  staleRevision(type: ResourceType): number | undefined {
    for (const { rule } of this.#armed)
      if (rule.action.type === 'stale' && applies(rule, { method: 'GET', path: '', resource: type.plural }))
        return rule.action.revision;
    return undefined;
  }
}
