import {
  conversionRights,
  hookRights,
  hostRights,
  providerRights,
  type NeededRight,
} from '../../migration/needed-rights.ts';
import { expectedStamp, keptStamp, stampOf } from '../mutations/requester.ts';
import type { AdmissionPorts } from '../ports.ts';
import type { AdmissionRequest, Refusal } from '../review.ts';
import { wantsMore } from '../wish.ts';
import { lackingRight } from './lacking-right.ts';
import { refuseMigration } from './migration.ts';
import { asConversion, asHook, asHost, asProvider } from './objects.ts';
import { refuseOthers } from './only-service.ts';
import { refusePlan } from './plan.ts';
import { unreadable } from './unreadable.ts';

/** Why a write is refused; undefined where it is not. */
type Refuse = (request: AdmissionRequest, ports: AdmissionPorts) => Promise<Refusal | undefined>;

const refusals: ReadonlyMap<string, readonly Refuse[]> = new Map([
  ['plans.forklift.konveyor.io', [onWish(forgedStamp), onWish(refusePlan)]],
  ['migrations.forklift.konveyor.io', [onWish(forgedStamp), onWish(refuseMigration)]],
  ['conversions.forklift.konveyor.io', [onWish(forgedStamp), onWish(rightsOf(asConversion, conversionRights))]],
  ['providers.forklift.konveyor.io', [onWish(rightsOf(asProvider, providerRights))]],
  ['hooks.forklift.konveyor.io', [onWish(rightsOf(asHook, (hook) => hookRights(hook)))]],
  ['hosts.forklift.konveyor.io', [onWish(rightsOf(asHost, hostRights))]],
  ['virtualmachinemigrations.gantry.dev', [refuseOthers]],
  ['virtualmachinemigrations.gantry.dev/status', [refuseOthers]],
]);

export async function refusalOf(request: AdmissionRequest, ports: AdmissionPorts): Promise<Refusal | undefined> {
  for (const refuse of refusals.get(request.resource) ?? []) {
    const refusal = await refuse(request, ports);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Judges only what somebody wants: labels, finalizers and what is being deleted change nothing that is done for them. */
function onWish(refuse: Refuse): Refuse {
  return async (request, ports) => {
    const { object } = request;
    // The schemas let objects without spec pass: they ask for nothing.
    if (object?.spec === undefined || object.metadata.deletionTimestamp !== undefined) return undefined;
    const isAsked = wantsMore(request) || stampOf(object) !== (await keptStamp(request, ports));
    return isAsked ? refuse(request, ports) : undefined;
  };
}

function rightsOf<T>(read: (object: unknown) => T | undefined, needed: (object: T) => readonly NeededRight[]): Refuse {
  return async ({ object, requester }, ports) => {
    const parsed = read(object);
    return parsed === undefined ? unreadable : lackingRight(requester, needed(parsed), ports);
  };
}

/** Somebody else's webhook may have written it after ours. */
async function forgedStamp(request: AdmissionRequest, ports: AdmissionPorts): Promise<Refusal | undefined> {
  const message = 'The annotation gantry.dev/requester is written by Gantry only.';
  const isTrue = stampOf(request.object) === (await expectedStamp(request, ports));
  return isTrue ? undefined : { code: 403, reason: 'Forbidden', message };
}
