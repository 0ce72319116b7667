import { z } from 'zod';
import { providers } from '../../api/generated/provider.ts';
import type { AdmissionPorts } from '../ports.ts';
import type { AdmissionRequest, AdmittedObject } from '../review.ts';
import { wantsMore } from '../wish.ts';

const transferNetworkAnnotation = 'forklift.konveyor.io/defaultTransferNetwork';
/** Clients of MTV look for it; nothing here does. */
const populatorLabels = { populatorLabels: 'True' };

const destination = z.looseObject({ name: z.string().min(1), namespace: z.string().optional() });
const withoutNetwork = z.looseObject({
  transferNetwork: z.null().optional(),
  provider: z.looseObject({ destination }),
});

/** What MTV's webhook fills in, whenever somebody says what the plan shall be. */
export async function planDefaults(
  object: AdmittedObject,
  request: AdmissionRequest,
  ports: AdmissionPorts,
): Promise<AdmittedObject> {
  if (request.oldObject === undefined) {
    const { metadata } = object;
    const annotations = { ...populatorLabels, ...metadata.annotations };
    return withTransferNetwork({ ...object, metadata: { ...metadata, annotations } }, request, ports);
  }
  return wantsMore(request) ? withTransferNetwork(object, request, ports) : object;
}

/** The network that the destination provider prefers, as `namespace/name`. */
async function withTransferNetwork(
  object: AdmittedObject,
  { namespace }: AdmissionRequest,
  { client, signal }: AdmissionPorts,
): Promise<AdmittedObject> {
  const spec = withoutNetwork.safeParse(object.spec);
  if (!spec.success) return object;
  const { name, namespace: given } = spec.data.provider.destination;
  const provider = await client.find(providers, { name, namespace: given || namespace }, { signal });
  const [place, network, ...more] = provider?.metadata.annotations?.[transferNetworkAnnotation]?.split('/') ?? [];
  if (!place || !network || more.length > 0) return object;
  return { ...object, spec: { ...spec.data, transferNetwork: { namespace: place, name: network } } };
}
