import { waitFor } from '../../src/wait-for.ts';
import type { Cluster } from '../helm/cluster.ts';

const policies = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
const bindings = '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings';
const name = 'volumes-without-machines';
const enforcedWithinMs = 30_000;

const policy = {
  metadata: { name },
  spec: {
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: ['cdi.kubevirt.io'],
          apiVersions: ['*'],
          resources: ['datavolumes'],
          operations: ['CREATE', 'UPDATE'],
        },
      ],
    },
    validations: [
      { expression: "!object.metadata.?ownerReferences.orValue([]).exists(owner, owner.kind == 'VirtualMachine')" },
    ],
  },
};

const binding = { metadata: { name }, spec: { policyName: name, validationActions: ['Deny'] } };

const owned = {
  apiVersion: 'cdi.kubevirt.io/v1beta1',
  kind: 'DataVolume',
  metadata: {
    name: 'probe',
    ownerReferences: [{ apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', name: 'probe', uid: 'probe' }],
  },
  spec: { source: { blank: {} }, storage: { resources: { requests: { storage: '1Gi' } } } },
};

/**
 * The server refuses DataVolumes that a machine owns, until the returned function is called: a machine can then be
 * made, but a migration to it goes no further.
 */
export async function keepVolumesFromMachines(admin: Cluster, namespace: string): Promise<() => Promise<void>> {
  await admin.post(policies, policy);
  await admin.post(bindings, binding);
  const probe = `/apis/cdi.kubevirt.io/v1beta1/namespaces/${namespace}/datavolumes?dryRun=All`;
  await waitFor('machines may not own volumes', enforcedWithinMs, async () => {
    try {
      await admin.post(probe, owned);
      return undefined;
    } catch (error) {
      if (!(error instanceof Error) || !error.message.includes(name)) throw error;
      return true;
    }
  });
  return async () => {
    await admin.delete(`${bindings}/${name}`);
    await admin.delete(`${policies}/${name}`);
  };
}
