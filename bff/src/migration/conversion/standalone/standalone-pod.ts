import type { Conversion } from '../../../api/generated/conversion.ts';
import type { EnvVar, Pod } from '../../../api/kinds/core.ts';
import type { ObjectKey } from '../../../api/resource.ts';
import type { EngineSettings } from '../../../config/settings.ts';
import { stableName } from '../../../pipeline/names.ts';
import {
  conversionResources,
  spreadConversions,
  vddkMount,
  vddkVolume,
  vddkLibrary,
} from '../../pods/conversion-pod.ts';
import { seenFinalizer } from '../../labels.ts';
import { restrictedContainer, restrictedPod } from '../../pods/pod-parts.ts';

/** UID of the Conversion, on its pod. */
export const conversionLabel = 'gantry.dev/conversion';

export function standalonePodKey({ metadata, spec }: Conversion): ObjectKey {
  const { namespace, uid } = metadata;
  const prefix = spec.podSettings?.generateName || metadata.name;
  const name = stableName(prefix.replace(/-+$/, ''), { run: uid ?? '', step: 'conversion' });
  return { name, ...(namespace && { namespace }) };
}

/** The pod of a Conversion that no run of ours has made: everything that it works with is named in the spec. */
export function standalonePod(conversion: Conversion, settings: EngineSettings): Pod {
  const { metadata, spec, apiVersion, kind } = conversion;
  const { podSettings = {} } = spec;
  const kvm = settings.requestKvm && podSettings.requestKVM !== false;
  const parts = partsOf(conversion);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...standalonePodKey(conversion),
      labels: labelsOf(conversion),
      ...(podSettings.transferNetworkAnnotations && { annotations: podSettings.transferNetworkAnnotations }),
      ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true }],
      finalizers: [seenFinalizer],
    },
    spec: {
      restartPolicy: 'Never',
      securityContext: restrictedPod,
      ...(podSettings.serviceAccount && { serviceAccountName: podSettings.serviceAccount }),
      nodeSelector: { ...(kvm && { 'kubevirt.io/schedulable': 'true' }), ...podSettings.nodeSelector },
      affinity: podSettings.affinity ?? spreadConversions,
      ...(spec.vddkImage && { initContainers: [vddkLibrary(spec.vddkImage)] }),
      containers: [
        {
          name: 'virt-v2v',
          image: imageOf(conversion, settings),
          imagePullPolicy: 'Always',
          env: environmentOf(conversion),
          envFrom: [{ prefix: 'V2V_', secretRef: { name: spec.connection.secret.name ?? '' } }],
          volumeMounts: parts.volumeMounts,
          volumeDevices: parts.volumeDevices,
          securityContext: restrictedContainer,
          resources: conversionResources({ kvm }),
        },
      ],
      volumes: parts.volumes,
    },
  };
}

function labelsOf({ metadata, spec }: Conversion): Record<string, string> {
  return {
    [conversionLabel]: metadata.uid ?? '',
    'conversion-type': spec.type,
    'forklift.app': spec.type === 'Inspection' ? 'virt-v2v-inspection' : 'virt-v2v',
    ...(spec.vm.id && { vmID: spec.vm.id }),
  };
}

function imageOf({ spec }: Conversion, settings: EngineSettings): string {
  const preferred = spec.xfsCompatibility === true ? settings.virtV2vImageXfs : undefined;
  return spec.image || preferred || settings.virtV2vImage;
}

/** Nobody asks the pod for its results: it ends when it is done. */
function environmentOf({ spec }: Conversion): EnvVar[] {
  const all: Record<string, string | false> = {
    ...spec.settings,
    LOCAL_MIGRATION: 'false',
    V2V_inPlace: spec.type === 'InPlace' && '1',
    V2V_remoteInspection: spec.type === 'Inspection' && 'true',
    V2V_NBDE_CLEVIS: spec.diskEncryption?.type === 'Clevis' && 'true',
    V2V_xfsCompatibility: spec.xfsCompatibility === true && 'true',
  };
  return Object.entries(all).flatMap(([name, value]) => (value === false ? [] : [{ name, value }]));
}

function partsOf({ spec }: Conversion) {
  const disks = (spec.disks ?? []).map((disk, index) => ({ ...disk, volume: `vol-${index}`, index }));
  const secrets = [
    { name: 'credentials', mountPath: '/etc/secret', secretName: spec.connection.secret.name ?? '' },
    ...(spec.diskEncryption?.type === 'LUKS'
      ? [{ name: 'luks', mountPath: '/etc/luks', secretName: spec.diskEncryption.secret?.name ?? '' }]
      : []),
  ];
  const files = disks.filter(({ volumeMode }) => volumeMode !== 'Block');
  const blocks = disks.filter(({ volumeMode }) => volumeMode === 'Block');
  return {
    volumes: [
      ...disks.map(({ volume, name }) => ({ name: volume, persistentVolumeClaim: { claimName: name } })),
      ...secrets.map(({ name, secretName }) => ({ name, secret: { secretName } })),
      ...(spec.vddkImage ? [{ name: vddkVolume, emptyDir: {} }] : []),
      ...(spec.extraVolumes ?? []),
    ],
    volumeMounts: [
      ...files.map(({ volume, mountPath, index }) => ({
        name: volume,
        mountPath: mountPath || `/mnt/disks/disk${index}`,
      })),
      ...secrets.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
      ...(spec.vddkImage ? [vddkMount] : []),
      ...(spec.extraMounts ?? []),
    ],
    volumeDevices: blocks.map(({ volume, devicePath, index }) => ({
      name: volume,
      devicePath: devicePath || `/dev/block${index}`,
    })),
  };
}
