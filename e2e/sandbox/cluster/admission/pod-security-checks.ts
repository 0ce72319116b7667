import type { JsonObject } from '../json.ts';
import { at, objectAt, objectsAt, textAt, textsAt } from '../json.ts';
import { containersOf } from '../kinds/pod.ts';

/** Looks at a pod's spec; names what is against the standard. */
export type PodCheck = (spec: JsonObject, level: { readonly restricted: boolean }) => readonly string[];

interface Container {
  readonly name: string;
  readonly container: JsonObject;
}

function containers(spec: JsonObject): Container[] {
  return containersOf({ spec }).map(({ container }) => ({ name: textAt(container, 'name') ?? '', container }));
}

/** `container "a"` or `containers "a", "b"`. */
function named(found: readonly Container[]): string {
  return `container${found.length > 1 ? 's' : ''} ${found.map(({ name }) => `"${name}"`).join(', ')}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

const BASELINE_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];
const VOLUME_TYPES: readonly string[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const addedCapabilities: PodCheck = (spec, { restricted }) => {
  // The stricter standard has its own words for this.
  if (restricted) return [];
  return containers(spec).flatMap((container) => {
    const odd = textsAt(container.container, 'securityContext', 'capabilities', 'add').filter(
      (name) => !BASELINE_CAPABILITIES.includes(name),
    );
    return odd.length === 0
      ? []
      : [
          `non-default capabilities (${named([container])} must not include ${quoted(odd)} in securityContext.capabilities.add)`,
        ];
  });
};

const hostNamespaces: PodCheck = (spec) => {
  const used = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true);
  return used.length === 0 ? [] : [`host namespaces (${used.map((field) => `${field}=true`).join(', ')})`];
};

const hostPaths: PodCheck = (spec) => {
  const found = objectsAt(spec, 'volumes').filter((volume) => objectAt(volume, 'hostPath') !== undefined);
  const names = found.map((volume) => textAt(volume, 'name') ?? '');
  return found.length === 0 ? [] : [`hostPath volumes (volume${found.length > 1 ? 's' : ''} ${quoted(names)})`];
};

const hostPorts: PodCheck = (spec) =>
  containers(spec).flatMap((container) => {
    const ports = objectsAt(container.container, 'ports')
      .map((port) => port.hostPort)
      .filter((port) => typeof port === 'number' && port !== 0);
    return ports.length === 0
      ? []
      : [`hostPort (${named([container])} uses hostPort${ports.length > 1 ? 's' : ''} ${ports.join(', ')})`];
  });

const privileged: PodCheck = (spec) => {
  const found = containers(spec).filter(({ container }) => at(container, 'securityContext', 'privileged') === true);
  return found.length === 0 ? [] : [`privileged (${named(found)} must not set securityContext.privileged=true)`];
};

const escalation: PodCheck = (spec) => {
  const found = containers(spec).filter(
    ({ container }) => at(container, 'securityContext', 'allowPrivilegeEscalation') !== false,
  );
  return found.length === 0
    ? []
    : [`allowPrivilegeEscalation != false (${named(found)} must set securityContext.allowPrivilegeEscalation=false)`];
};

const droppedCapabilities: PodCheck = (spec) => {
  const all = containers(spec);
  const keeping = all.filter(
    ({ container }) => !textsAt(container, 'securityContext', 'capabilities', 'drop').includes('ALL'),
  );
  const adding = all.filter(({ container }) =>
    textsAt(container, 'securityContext', 'capabilities', 'add').some((name) => name !== 'NET_BIND_SERVICE'),
  );
  const parts = [
    ...(keeping.length === 0 ? [] : [`${named(keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...adding.map((container) => {
      const odd = textsAt(container.container, 'securityContext', 'capabilities', 'add').filter(
        (name) => name !== 'NET_BIND_SERVICE',
      );
      return `${named([container])} must not include ${quoted(odd)} in securityContext.capabilities.add`;
    }),
  ];
  return parts.length === 0 ? [] : [`unrestricted capabilities (${parts.join('; ')})`];
};

const volumeTypes: PodCheck = (spec) => {
  const found = objectsAt(spec, 'volumes').flatMap((volume) => {
    const type = Object.keys(volume).find((field) => field !== 'name');
    return type === undefined || VOLUME_TYPES.includes(type) ? [] : [{ name: textAt(volume, 'name') ?? '', type }];
  });
  if (found.length === 0) return [];
  const types = [...new Set(found.map(({ type }) => type))];
  return [
    `restricted volume types (volume${found.length > 1 ? 's' : ''} ${quoted(found.map(({ name }) => name))} use${found.length > 1 ? '' : 's'} restricted volume type${types.length > 1 ? 's' : ''} ${quoted(types)})`,
  ];
};

const nonRoot: PodCheck = (spec) => {
  const podWide = at(spec, 'securityContext', 'runAsNonRoot');
  const found = containers(spec).filter(
    ({ container }) => (at(container, 'securityContext', 'runAsNonRoot') ?? podWide) !== true,
  );
  return found.length === 0
    ? []
    : [`runAsNonRoot != true (pod or ${named(found)} must set securityContext.runAsNonRoot=true)`];
};

const rootUser: PodCheck = (spec) => {
  const found = containers(spec).filter(({ container }) => at(container, 'securityContext', 'runAsUser') === 0);
  const parts = [
    ...(at(spec, 'securityContext', 'runAsUser') === 0 ? ['pod must not set runAsUser=0'] : []),
    ...(found.length === 0 ? [] : [`${named(found)} must not set runAsUser=0`]),
  ];
  return parts.length === 0 ? [] : [`runAsUser=0 (${parts.join('; ')})`];
};

const SECCOMP: readonly unknown[] = ['RuntimeDefault', 'Localhost'];

const seccomp: PodCheck = (spec) => {
  const podWide = at(spec, 'securityContext', 'seccompProfile', 'type');
  const found = containers(spec).filter(
    ({ container }) => !SECCOMP.includes(at(container, 'securityContext', 'seccompProfile', 'type') ?? podWide),
  );
  return found.length === 0
    ? []
    : [
        `seccompProfile (pod or ${named(found)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
      ];
};

export const BASELINE: readonly PodCheck[] = [addedCapabilities, hostNamespaces, hostPaths, hostPorts, privileged];
export const RESTRICTED: readonly PodCheck[] = [
  escalation,
  droppedCapabilities,
  volumeTypes,
  nonRoot,
  rootUser,
  seccomp,
];
