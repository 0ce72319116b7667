import type { Plan } from '../../api/generated/plan.ts';

interface Ref {
  readonly namespace: string;
  readonly name: string;
}

function refOf(plan: Plan, { name, namespace = plan.metadata.namespace ?? '' }: Partial<Ref>): Ref | undefined {
  return name === undefined || name === '' ? undefined : { namespace, name };
}

export function mapRef(plan: Plan, map: 'network' | 'storage'): Ref | undefined {
  return refOf(plan, plan.spec.map[map]);
}

export function providerRef(plan: Plan, role: 'source' | 'destination'): Ref {
  return refOf(plan, plan.spec.provider[role]) ?? { namespace: plan.metadata.namespace ?? '', name: '' };
}

type Place = readonly [RegExp, string, (plan: Plan) => Ref | undefined];

/** Where a condition of a plan is mended, by its type; the first that matches. */
const places: readonly Place[] = [
  [/^(SourceProvider|VDDK|ValidatingVDDK|Inventory)/, 'Provider', (plan) => refOf(plan, plan.spec.provider.source)],
  [/^DestinationProvider/, 'Provider', (plan) => refOf(plan, plan.spec.provider.destination)],
  [/^(Network|NetMap|VMNetworks|VMMultiplePod)/, 'NetworkMap', (plan) => mapRef(plan, 'network')],
  [/^(Storage|VMStorage)/, 'StorageMap', (plan) => mapRef(plan, 'storage')],
];

export function objectAtFault(plan: Plan, conditionType: string): (Ref & { readonly kind: string }) | undefined {
  const place = places.find(([pattern]) => pattern.test(conditionType));
  const ref = place?.[2](plan);
  return place === undefined || ref === undefined ? undefined : { kind: place[1], ...ref };
}
