import type { Clock } from '../../clock.ts';
import { seededUuid } from '../../seeds/noise.ts';
import { rootFolderId } from './build-inventory.ts';
import type { Inventory } from './inventory.ts';
import type { MachinePower } from './machine-power.ts';
import type { Service, SnapshotSettings } from './methods/method.ts';
import { esxi, vcenter } from './product.ts';
import type { ProductKind } from './product.ts';
import type { CollectorLimits } from './property-collector.ts';
import { PropertyCollector } from './property-collector.ts';
import { existing } from './selection.ts';
import type { Session, Sessions } from './sessions.ts';
import { notAuthenticated, userSession } from './sessions.ts';
import type { Tasks } from './tasks.ts';
import type { Fields, Reference, Value } from './values.ts';
import { data, list, reference } from './values.ts';

const defaultCollector = 'propertyCollector';

export interface ServiceParts {
  readonly clock: Clock;
  readonly seed: string;
  readonly product: ProductKind;
  readonly inventory: Inventory;
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly power: MachinePower;
  readonly powerMs: number;
  readonly snapshots: SnapshotSettings;
  readonly missingPrivileges: ReadonlySet<string>;
  readonly limits: CollectorLimits;
}

/** The objects besides the inventory: the service's parts, and what sessions have made. */
export class VcenterService implements Service {
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly power: MachinePower;
  readonly powerMs: number;
  readonly snapshots: SnapshotSettings;
  readonly missingPrivileges: ReadonlySet<string>;
  readonly #limits: CollectorLimits;
  readonly #seed: string;
  readonly #product: ProductKind;
  readonly #collectors = new Map<string, Map<string, PropertyCollector>>();
  readonly #facilities = new Map<string, Set<string>>();

  constructor(parts: ServiceParts) {
    this.clock = parts.clock;
    this.inventory = parts.inventory;
    this.sessions = parts.sessions;
    this.tasks = parts.tasks;
    this.power = parts.power;
    this.powerMs = parts.powerMs;
    this.snapshots = parts.snapshots;
    this.missingPrivileges = parts.missingPrivileges;
    this.#limits = parts.limits;
    this.#seed = parts.seed;
    this.#product = parts.product;
    this.#addServiceParts();
  }

  #addServiceParts(): void {
    const add = (type: string, id: string, read: (session?: string) => Fields = () => ({})) => {
      this.inventory.add({ type, id, read });
    };
    add('ServiceInstance', 'ServiceInstance', () => ({ content: this.content() }));
    add('SessionManager', 'SessionManager', (key) => {
      const session = this.sessions.byKey(key);
      return {
        currentSession: session && userSession(session),
        sessionList: list('UserSession', session ? [userSession(session)] : []),
      };
    });
    add('ViewManager', 'ViewManager');
    add('SearchIndex', 'SearchIndex');
    add('EventManager', 'EventManager');
    add('AuthorizationManager', 'AuthorizationManager');
    add('TaskManager', 'TaskManager', () => ({ recentTask: list('ManagedObjectReference', []) }));
  }

  content(): Value {
    return data('ServiceContent', {
      rootFolder: reference('Folder', rootFolderId),
      propertyCollector: reference('PropertyCollector', defaultCollector),
      viewManager: reference('ViewManager', 'ViewManager'),
      about: this.#product === 'esxi' ? esxi() : vcenter(seededUuid(`${this.#seed}/vcenter`)),
      sessionManager: reference('SessionManager', 'SessionManager'),
      authorizationManager: reference('AuthorizationManager', 'AuthorizationManager'),
      taskManager: reference('TaskManager', 'TaskManager'),
      eventManager: reference('EventManager', 'EventManager'),
      searchIndex: reference('SearchIndex', 'SearchIndex'),
    });
  }

  collector(session: Session, id: string): PropertyCollector {
    const own = this.#collectorsOf(session);
    const found = own.get(id);
    if (found) return found;
    if (id !== defaultCollector) existing(reference('PropertyCollector', id), this.inventory);
    return this.#addCollector(session, defaultCollector);
  }

  createCollector(session: Session): string {
    return this.#addCollector(session, this.inventory.nextId(`session[${session.key.slice(0, 8)}]collector-`)).id;
  }

  destroyCollector(session: Session, id: string): void {
    const own = this.#collectorsOf(session);
    own.get(id)?.interrupt(notAuthenticated());
    own.delete(id);
  }

  #collectorsOf(session: Session): Map<string, PropertyCollector> {
    const own = this.#collectors.get(session.key) ?? new Map<string, PropertyCollector>();
    this.#collectors.set(session.key, own);
    return own;
  }

  #addCollector(session: Session, id: string): PropertyCollector {
    const context = { inventory: this.inventory, clock: this.clock, session: session.key };
    const collector = new PropertyCollector(id, context, this.#limits);
    this.#collectorsOf(session).set(id, collector);
    return collector;
  }

  addForSession(session: Session, type: string, idPrefix: string, read: () => Fields): Reference {
    const id = this.inventory.nextId(idPrefix);
    this.inventory.add({ type, id, read });
    const own = this.#facilities.get(session.key) ?? new Set<string>();
    this.#facilities.set(session.key, own.add(id));
    return reference(type, id);
  }

  destroyForSession(session: Session, id: string): void {
    if (this.#facilities.get(session.key)?.delete(id)) this.inventory.remove(id);
  }

  /** Takes away what the session had. */
  forget(session: Session): void {
    for (const collector of this.#collectors.get(session.key)?.values() ?? []) collector.interrupt(notAuthenticated());
    this.#collectors.delete(session.key);
    for (const id of this.#facilities.get(session.key) ?? []) this.inventory.remove(id);
    this.#facilities.delete(session.key);
  }
}
