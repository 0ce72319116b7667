import type { AdmissionPorts } from '../ports.ts';
import type { AdmissionRequest, AdmittedObject } from '../review.ts';
import { planDefaults } from './plan-defaults.ts';
import { providerDefaults } from './provider-defaults.ts';
import { stampRequester } from './requester.ts';
import { secretDefaults } from './secret-defaults.ts';

/** One thing that admission does to an object; repeating it changes nothing more. */
type Mutation = (
  object: AdmittedObject,
  request: AdmissionRequest,
  ports: AdmissionPorts,
) => AdmittedObject | Promise<AdmittedObject>;

/** In the order in which they are made. Defaults come before the stamp: what they restore is nobody's change. */
const mutations: ReadonlyMap<string, readonly Mutation[]> = new Map([
  ['plans.forklift.konveyor.io', [planDefaults, stampRequester]],
  ['migrations.forklift.konveyor.io', [stampRequester]],
  ['conversions.forklift.konveyor.io', [stampRequester]],
  ['providers.forklift.konveyor.io', [providerDefaults]],
  ['secrets', [secretDefaults]],
]);

/** The object as it shall be stored; undefined where there is none. */
export async function mutated(request: AdmissionRequest, ports: AdmissionPorts): Promise<AdmittedObject | undefined> {
  let { object } = request;
  for (const mutate of mutations.get(request.resource) ?? []) object = object && (await mutate(object, request, ports));
  return object;
}
