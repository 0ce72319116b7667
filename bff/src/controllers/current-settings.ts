import type { EngineSettings } from '../config/settings.ts';

/** What the engine works by now. Runs that have begun keep their copy; limits hold for all at once. */
export class CurrentSettings {
  #now: EngineSettings;
  readonly #listeners = new Set<() => void>();

  constructor(settings: EngineSettings) {
    this.#now = settings;
  }

  get now(): EngineSettings {
    return this.#now;
  }

  /** True if anything is different from now on. */
  set(settings: EngineSettings): boolean {
    const differs = JSON.stringify(this.#now) !== JSON.stringify(settings);
    this.#now = settings;
    if (differs) for (const listener of this.#listeners) listener();
    return differs;
  }

  /** Calls `listener` after each change; returns how to end that. */
  changed(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
