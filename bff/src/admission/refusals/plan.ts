import type { Plan } from '../../api/generated/plan.ts';
import { storageMaps } from '../../api/generated/storage-map.ts';
import { storageClasses, type StorageClass } from '../../api/kinds/core.ts';
import { planRights } from '../../migration/needed-rights.ts';
import { planReferences } from '../../migration/requester-rights.ts';
import type { AdmissionPorts } from '../ports.ts';
import type { AdmissionRequest, Refusal } from '../review.ts';
import { lackingRight } from './lacking-right.ts';
import { asPlan } from './objects.ts';
import { planShapes } from './plan-shapes.ts';
import { unreadable } from './unreadable.ts';

export async function refusePlan(request: AdmissionRequest, ports: AdmissionPorts): Promise<Refusal | undefined> {
  const plan = asPlan(request.object);
  if (plan === undefined) return unreadable;
  const references = await planReferences(ports.client, plan, ports.signal);
  const lacking = await lackingRight(request.requester, planRights(plan, references), ports);
  if (lacking !== undefined) return lacking;
  const shape = { plan, references, storageClasses: await classesOf(plan, ports) };
  for (const judge of planShapes) {
    const message = judge(shape);
    if (message !== undefined) return { code: 422, reason: 'Invalid', message };
  }
  return undefined;
}

async function classesOf({ metadata, spec }: Plan, { client, signal }: AdmissionPorts): Promise<StorageClass[]> {
  const { name, namespace } = spec.map.storage;
  const place = namespace || metadata.namespace;
  const map = name && place ? await client.find(storageMaps, { name, namespace: place }, { signal }) : undefined;
  const names = new Set(map?.spec.map.map(({ destination }) => destination.storageClass));
  const found = [];
  for (const each of names) found.push(each && (await client.find(storageClasses, { name: each }, { signal })));
  return found.filter((each) => typeof each === 'object');
}
