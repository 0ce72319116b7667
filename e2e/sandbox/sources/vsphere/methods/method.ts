import type { Clock } from '../../../clock.ts';
import type { VirtualMachine } from '../entities.ts';
import { isFacility } from '../entities.ts';
import type { Inventory } from '../inventory.ts';
import type { MachinePower } from '../machine-power.ts';
import type { PropertyCollector } from '../property-collector.ts';
import { existing } from '../selection.ts';
import type { Session, Sessions } from '../sessions.ts';
import type { XmlParts } from '../soap.ts';
import { VimFault } from '../soap.ts';
import type { Tasks } from '../tasks.ts';
import type { Fields, Reference, Value } from '../values.ts';
import { render } from '../values.ts';
import type { XmlElement } from '../xml.ts';

/** What methods work on. */
export interface Service {
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly sessions: Sessions;
  readonly tasks: Tasks;
  readonly power: MachinePower;
  readonly powerMs: number;
  readonly snapshots: SnapshotSettings;
  /** Privileges that the accounts do not have, by name. */
  readonly missingPrivileges: ReadonlySet<string>;
  content(): Value;
  /** Of the session, default one included. Throws VimFault ManagedObjectNotFound. */
  collector(session: Session, id: string): PropertyCollector;
  createCollector(session: Session): string;
  destroyCollector(session: Session, id: string): void;
  /** An object that ends with the session. */
  addForSession(session: Session, type: string, idPrefix: string, read: () => Fields): Reference;
  destroyForSession(session: Session, id: string): void;
}

export interface SnapshotSettings {
  readonly createMs: number;
  readonly removeMs: number;
  readonly reconfigureMs: number;
  /** The most changed areas in one answer. */
  readonly areasPerAnswer: number;
}

export interface Call {
  readonly element: XmlElement;
  readonly self: Reference;
  readonly service: Service;
  readonly signal?: AbortSignal;
  /** Headers of the answer; methods may add some. */
  readonly headers: Record<string, string>;
}

export interface AuthenticatedCall extends Call {
  readonly session: Session;
}

export type AnonymousMethod = (call: Call) => XmlParts;
export type Method = (call: AuthenticatedCall) => XmlParts | Promise<XmlParts>;

/** A `returnval` of a declared type. */
export function returns(value: Value): XmlParts {
  return [render('returnval', value)];
}

/** Throws VimFault NoPermission where the account lacks the privilege. */
export function requirePrivilege({ self, service }: Call, privilegeId: string): void {
  if (!service.missingPrivileges.has(privilegeId)) return;
  throw new VimFault('NoPermission', 'Permission to perform this operation was denied.', {
    object: self,
    privilegeId,
  });
}

/** The machine that the method is called on. Throws VimFault ManagedObjectNotFound. */
export function machineOf(call: Call): VirtualMachine {
  const entity = existing(call.self, call.service.inventory);
  if (isFacility(entity) || entity.type !== 'VirtualMachine')
    throw new VimFault('NotSupported', 'The operation is not supported on the object.');
  return entity;
}
