import type { Host } from '../../api/generated/host.ts';
import type { Provider } from '../../api/generated/provider.ts';
import type { Finding } from './finding.ts';
import type { Referred } from './provider-references.ts';

/** What the inventory says of a host. */
export interface KnownHost {
  readonly id: string;
  readonly name: string;
  /** `green`, `yellow`, `red` or `gray`. */
  readonly status: string;
  readonly inMaintenance: boolean;
  /** SHA-1 of its certificate. */
  readonly fingerprint: string;
}

export type HostLookup =
  { readonly result: 'unreadable' | 'missing' | 'ambiguous' } | { readonly result: 'found'; readonly host: KnownHost };

/** How the attempt to use the host at its address went. */
export type HostOutcome =
  | { readonly result: 'notTried' }
  /** What was written cannot be used; nothing was tried. */
  | { readonly result: 'invalid'; readonly type: 'IpNotValid' | 'SecretNotValid'; readonly detail: string }
  /** `converts`: conversions can read this way too. */
  | { readonly result: 'passed'; readonly converts: boolean }
  | { readonly result: 'failed'; readonly detail: string }
  /** `secretVersion` is that of the Secret whose credentials were refused. */
  | { readonly result: 'refused'; readonly secretVersion: string };

export interface HostScope {
  readonly host: Host;
  readonly provider: Referred<Provider>;
  /** Providers of this type and setting have hosts that can be read past them. */
  readonly hasHosts: boolean;
  readonly lookup: HostLookup;
  readonly outcome: HostOutcome;
  /** Deletion was asked for and running machines need the host. */
  readonly heldBy: readonly string[];
}

type Check = (scope: HostScope) => Finding[];

/** What is wrong before anything can be looked up; the first that holds is told alone. */
const references: readonly Check[] = [
  ({ provider: { ref } }) =>
    ref?.name
      ? []
      : [
          {
            type: 'ProviderNotValid',
            reason: 'NotSet',
            message: 'No provider is named. The host is not used.',
            suggestion: 'Name the provider of the host in spec.provider.',
          },
        ],
  ({ provider: { ref }, host }) =>
    (ref?.namespace || host.metadata.namespace) === host.metadata.namespace
      ? []
      : [
          {
            type: 'ProviderNotValid',
            reason: 'NotAllowed',
            message:
              'The provider is in another namespace. The host is not used: it would redirect the disks of others.',
            suggestion: 'Create the host next to its provider.',
          },
        ],
  ({ provider: { object, ref } }) =>
    object !== undefined
      ? []
      : [
          {
            type: 'ProviderNotValid',
            reason: 'NotFound',
            message: `The provider ${ref?.name ?? ''} does not exist. The host is not used.`,
            suggestion: 'Create the provider or name another one.',
          },
        ],
  ({ hasHosts }) =>
    hasHosts
      ? []
      : [
          {
            type: 'TypeNotValid',
            message: 'The provider is no vCenter, so there are no hosts to choose. The host is not used.',
            suggestion: 'Delete the host, or name a provider that is a vCenter.',
          },
        ],
  ({ host: { spec } }) =>
    spec.id || spec.name
      ? []
      : [
          {
            type: 'RefNotValid',
            reason: 'NotSet',
            message: 'No host is named.',
            suggestion: 'Set spec.id, or spec.name.',
          },
        ],
  ({ lookup }) =>
    lookup.result === 'unreadable'
      ? [
          {
            type: 'ProviderNotReady',
            message: 'The inventory of the provider cannot be read yet. The host is not used until it can.',
            suggestion: 'Look at the conditions of the provider.',
          },
        ]
      : [],
  ({ lookup, host: { spec } }) => {
    const named = spec.id || spec.name || '';
    if (lookup.result === 'missing') {
      const message = `The provider has no host ${named}.`;
      return [{ type: 'RefNotValid', reason: 'NotFound', message, suggestion: 'Correct spec.id or spec.name.' }];
    }
    if (lookup.result !== 'ambiguous') return [];
    const message = `The provider has several hosts ${named}.`;
    return [{ type: 'RefNotValid', reason: 'Ambiguous', message, suggestion: 'Set spec.id.' }];
  },
];

const states: readonly Check[] = [
  ({ outcome }) =>
    outcome.result === 'invalid'
      ? [{ type: outcome.type, message: outcome.detail, suggestion: suggestions[outcome.type] }]
      : [{ type: 'Validated', message: 'Provider, host, address and Secret are valid.' }],
  ({ lookup }) =>
    lookup.result === 'found' && lookup.host.inMaintenance
      ? [
          {
            type: 'InMaintenance',
            message: `${lookup.host.name} is in maintenance mode: its machines are moving away. It is not read.`,
            suggestion: 'End the maintenance.',
          },
        ]
      : [],
  ({ lookup }) => (lookup.result === 'found' ? healthFindings(lookup.host) : []),
  ({ outcome, host }) => connectionFindings(outcome, host.spec.ipAddress),
];

const suggestions = {
  IpNotValid: 'Set spec.ipAddress to an address of the host that can be reached from the cluster.',
  SecretNotValid: 'Put user and password of the host into a Secret beside it, and name that in spec.secret.',
} as const;

const always: readonly Check[] = [({ heldBy }) => heldFindings(heldBy)];

export function judgeHost(scope: HostScope): Finding[] {
  const [barred] = references.map((check) => check(scope)).filter((findings) => findings.length > 0);
  const findings = [...(barred ?? states.flatMap((check) => check(scope))), ...always.flatMap((check) => check(scope))];
  return [...findings, ...readyFinding(findings)];
}

const blockers = new Set(['InMaintenance', 'NotHealthy', 'ConnectionTestFailed']);

function readyFinding(findings: readonly Finding[]): Finding[] {
  const types = findings.map(({ type }) => type);
  const ready = types.includes('ConnectionTestSucceeded') && !types.some((type) => blockers.has(type));
  return ready ? [{ type: 'Ready', message: 'Disks of machines on this host are read at this address.' }] : [];
}

function healthFindings({ name, status }: KnownHost): Finding[] {
  if (status === 'green') return [];
  if (status === 'red') {
    const message = `The vCenter calls ${name} red. It is not read.`;
    return [{ type: 'NotHealthy', message, suggestion: 'Look at the alarms of the host.' }];
  }
  const message = `The vCenter calls ${name} ${status || 'neither green nor red'}, not green.`;
  return [{ type: 'HostStatusNotGreen', message, suggestion: 'Look at the alarms of the host.' }];
}

function connectionFindings(outcome: HostOutcome, address: string): Finding[] {
  switch (outcome.result) {
    case 'notTried':
    case 'invalid':
      return [];
    case 'passed': {
      const tested = { type: 'ConnectionTestSucceeded', message: `${address} answers and takes the credentials.` };
      return outcome.converts ? [tested] : [tested, viaProvider];
    }
    case 'failed':
      return [
        {
          type: 'ConnectionTestFailed',
          message: `${address} cannot be used: ${outcome.detail} Disks are read through the vCenter.`,
          suggestion: 'Check the address, and the network from the cluster; it is tried again.',
        },
      ];
    case 'refused':
      return [
        {
          type: 'ConnectionTestFailed',
          message: `${address} refused the credentials. Nothing is tried until the Secret changes, so that the account is not locked. Disks are read through the vCenter.`,
          suggestion: 'Correct user and password in the Secret of the host.',
          items: [refusedItem(outcome.secretVersion)],
        },
      ];
  }
}

/** Under which the status remembers whose credentials were refused. */
export function refusedItem(secretVersion: string): string {
  return `refused:${secretVersion}`;
}

const viaProvider: Finding = {
  type: 'ConversionViaProvider',
  reason: 'AddressNotInCertificate',
  message:
    'The certificate of the host does not bear the address, so virt-v2v cannot verify it: conversions that copy by themselves read through the vCenter. Copies by CDI read here.',
  suggestion:
    'Give the host a certificate with the address, or set insecureSkipVerify in its Secret: whoever stands in between can then read password and disks.',
};

function heldFindings(heldBy: readonly string[]): Finding[] {
  if (heldBy.length === 0) return [];
  return [
    {
      type: 'DeletionHeld',
      reason: 'InUse',
      message: 'The host is being deleted. Running migrations read through it, so it stays until they have ended.',
      suggestion: 'Cancel the migrations, or set the annotation gantry.dev/abandon to "true".',
      items: heldBy,
    },
  ];
}
