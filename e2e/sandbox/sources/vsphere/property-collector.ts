import { PropertyFilter } from './property-filter.ts';
import { propertyReader } from './properties/property-reader.ts';
import type { PropertyContext } from './properties/property-table.ts';
import type { FilterSpec } from './selection.ts';
import { pathsFor, select } from './selection.ts';
import { VimFault } from './soap.ts';
import type { XmlParts } from './soap.ts';
import { render } from './values.ts';

export interface WaitOptions {
  readonly maxWaitSeconds?: number;
  readonly maxObjectUpdates?: number;
  readonly signal?: AbortSignal;
}

export interface CollectorLimits {
  /** Objects in one answer, whatever the client asks for. */
  readonly objectsPerAnswer: number;
  /** Between a change and the answer that tells it, so that changes that belong together are told together. */
  readonly updateDelayMs: number;
}

const longestWaitSeconds = 30 * 60;

/** A PropertyCollector of one session. */
export class PropertyCollector {
  readonly id: string;
  readonly filters = new Map<string, PropertyFilter>();
  readonly #context: PropertyContext;
  readonly #limits: CollectorLimits;
  readonly #pages = new Map<
    string,
    { readonly spec: FilterSpec; readonly ids: readonly string[]; readonly size: number }
  >();
  readonly #wakers = new Set<(fault?: VimFault) => void>();
  #version = 0;
  #last: XmlParts = [];
  #numbers = 0;

  constructor(id: string, context: PropertyContext, limits: CollectorLimits) {
    this.id = id;
    this.#context = context;
    this.#limits = limits;
  }

  createFilter(spec: FilterSpec): string {
    this.#numbers += 1;
    const id = `${this.id}.filter-${this.#numbers}`;
    this.filters.set(id, new PropertyFilter(id, spec, this.#context));
    this.#wake();
    return id;
  }

  /** ObjectContent elements called `objects`, with a token when there are more than `maxObjects`. */
  retrieve(specs: readonly FilterSpec[], maxObjects?: number): XmlParts {
    const size = Math.min(maxObjects ?? this.#limits.objectsPerAnswer, this.#limits.objectsPerAnswer);
    const spec = {
      properties: specs.flatMap((each) => each.properties),
      objects: specs.flatMap((each) => each.objects),
    };
    return this.#page({ spec, ids: select(spec, this.#context), size });
  }

  /** Throws VimFault InvalidProperty for a token that is unknown or was used. */
  retrieveMore(token: string): XmlParts {
    const page = this.#pages.get(token);
    if (page === undefined) throw new VimFault('InvalidProperty', 'The token is not known.', { name: 'token' });
    this.#pages.delete(token);
    return this.#page(page);
  }

  forgetPage(token: string): void {
    this.#pages.delete(token);
  }

  #page(page: { readonly spec: FilterSpec; readonly ids: readonly string[]; readonly size: number }): XmlParts {
    const parts = page.ids.slice(0, page.size).map((id) => this.#contentOf(id, page.spec));
    const rest = page.ids.slice(page.size);
    if (rest.length === 0) return parts;
    this.#numbers += 1;
    const token = String(this.#numbers);
    this.#pages.set(token, { ...page, ids: rest });
    return [`<token>${token}</token>`, ...parts];
  }

  #contentOf(id: string, spec: FilterSpec): string {
    const entity = this.#context.inventory.get(id);
    if (entity === undefined) return '';
    const read = propertyReader(entity, this.#context);
    let xml = `<objects><obj type="${entity.type}">${id}</obj>`;
    for (const path of pathsFor(spec, entity)) {
      const value = read(path);
      if (value !== undefined) xml += `<propSet><name>${path}</name>${render('val', value, { typed: true })}</propSet>`;
    }
    return `${xml}</objects>`;
  }

  /**
   * The content of an UpdateSet; empty when nothing changed in time. The version before the current one gets the same
   * answer again, since its client cannot have read the last one; older ones fail with InvalidCollectorVersion.
   */
  async waitForUpdates(version: string, options: WaitOptions): Promise<XmlParts> {
    const isFirst = version === '';
    if (isFirst) this.#restart();
    else if (version === String(this.#version - 1) && this.#last.length > 0) return this.#last;
    else if (version !== String(this.#version)) throw new VimFault('InvalidCollectorVersion', '');
    const deadline =
      this.#context.clock.now() + 1000 * Math.min(options.maxWaitSeconds ?? longestWaitSeconds, longestWaitSeconds);
    const limit = Math.max(1, Math.min(options.maxObjectUpdates ?? Infinity, this.#limits.objectsPerAnswer));
    for (;;) {
      const { parts, truncated } = this.#collect(limit);
      if (parts.length > 0 || (isFirst && this.filters.size > 0)) return this.#tell(parts, { truncated });
      const left = deadline - this.#context.clock.now();
      if (left <= 0) return [];
      await this.#change(left, options.signal);
    }
  }

  #restart(): void {
    for (const filter of this.filters.values()) filter.reset();
    // A repeated first call must not be taken for a continuation of the load before it.
    this.#version += 1;
    this.#last = [];
  }

  #collect(limit: number): { readonly parts: string[]; readonly truncated: boolean } {
    const parts: string[] = [];
    let left = limit;
    let truncated = false;
    for (const filter of this.filters.values()) {
      const { updates, more } = filter.take(left);
      left -= updates.length;
      truncated ||= more;
      if (updates.length > 0)
        parts.push(`<filterSet><filter type="PropertyFilter">${filter.id}</filter>`, ...updates, '</filterSet>');
    }
    return { parts, truncated };
  }

  #tell(parts: readonly string[], { truncated }: { readonly truncated: boolean }): XmlParts {
    this.#version += 1;
    this.#last = [
      `<version>${this.#version}</version>`,
      ...parts,
      ...(truncated ? ['<truncated>true</truncated>'] : []),
    ];
    return this.#last;
  }

  /** Returns after a change or `limitMs`; throws when the wait is cancelled or its client goes away. */
  async #change(limitMs: number, signal: AbortSignal | undefined): Promise<void> {
    const { clock, inventory } = this.#context;
    const cleanups: (() => void)[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const wake = (fault?: VimFault) => {
          if (fault) reject(fault);
          else resolve();
        };
        const abort = () => {
          reject(new Error('The client went away.'));
        };
        const later = (ms: number) => {
          cleanups.push(clock.after(ms, wake));
        };
        this.#wakers.add(wake);
        signal?.addEventListener('abort', abort, { once: true });
        later(limitMs);
        const stopListening = inventory.onChange(() => {
          stopListening();
          later(this.#limits.updateDelayMs);
        });
        cleanups.push(
          stopListening,
          () => this.#wakers.delete(wake),
          () => signal?.removeEventListener('abort', abort),
        );
      });
    } finally {
      for (const cleanup of cleanups) cleanup();
    }
  }

  #wake(fault?: VimFault): void {
    for (const wake of [...this.#wakers]) wake(fault);
  }

  /** Ends a wait in progress with `fault`: cancelled, or the session has ended. */
  interrupt(fault: VimFault): void {
    this.#wake(fault);
  }
}
