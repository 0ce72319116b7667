import { defaultEngineSettings, type EngineSettings } from '../config/settings.ts';
import { forkliftSettings } from '../config/forklift-settings.ts';
import { forkliftControllers, type ForkliftController } from '../api/kinds/forklift-controller.ts';
import { isNotFound } from '../kube/api-error.ts';
import type { Client } from '../kube/client.ts';
import { startController, type Controller, type ControllerObserver } from '../kube/controller.ts';
import { watchOther, type ControllerWatch } from '../kube/controller-watch.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';

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

export interface FollowSettingsOptions {
  readonly cluster: { readonly client: Client };
  readonly settings: CurrentSettings;
  readonly serviceNamespace: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer?: ControllerObserver;
}

export interface SettingsFollower {
  readonly controller: Controller;
  /** Keeps another controller from starting before the first look, whatever came of it. */
  readonly watch: ControllerWatch;
}

const lookAgainMs = 60_000;

/**
 * Reads the ForkliftController of the service's namespace, which MTV's console edits, once a minute: the kind may be
 * missing, come and go. What it says counts more than what the service was started with.
 */
export function followSettings({ cluster, settings, ...options }: FollowSettingsOptions): SettingsFollower {
  const { serviceNamespace: namespace, clock, log, observer } = options;
  const started = settings.now;
  let look: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => (look = resolve));
  let complained = '';
  let told = false;
  const controller = startController({
    name: 'settings',
    watches: [
      watchOther((enqueue) => {
        enqueue({ name: 'settings', namespace });
        return () => undefined;
      }),
    ],
    reconcile: async () => {
      try {
        const object = await theObject(cluster.client, namespace);
        const read = forkliftSettings(object?.spec);
        const differs = settings.set({ ...started, ...read.settings });
        if (differs || !told) log.info({ settings: origins(started, read.settings) }, 'settings of the engine');
        told = true;
        const complaint = read.unreadable.join(', ');
        if (complaint !== complained && complaint !== '')
          log.warn(
            { name: object?.metadata.name, fields: read.unreadable },
            'the ForkliftController has unreadable fields',
          );
        complained = complaint;
      } finally {
        look();
      }
      return { requeueAfterMs: lookAgainMs };
    },
    clock,
    log,
    concurrency: 1,
    observer,
  });
  return { controller, watch: { start: () => () => undefined, synced: () => looked } };
}

/** The first by name: MTV has one. */
async function theObject(client: Client, namespace: string): Promise<ForkliftController | undefined> {
  try {
    const { items } = await client.list(forkliftControllers, { namespace });
    return items.toSorted((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1))[0];
  } catch (error) {
    // A cluster without MTV's operator.
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Every setting that is not the service's own default, and who says so. */
function origins(started: EngineSettings, read: Partial<EngineSettings>): Record<string, unknown> {
  const defaults: Readonly<Record<string, unknown>> = { ...defaultEngineSettings };
  const given = Object.entries(started).filter(([name, value]) => value !== defaults[name] && !(name in read));
  return Object.fromEntries<unknown>([
    ...given.map(([name, value]: [string, unknown]) => [name, { value, from: 'start' }] as const),
    ...Object.entries(read).map(
      ([name, value]: [string, unknown]) => [name, { value, from: 'ForkliftController' }] as const,
    ),
  ]);
}
