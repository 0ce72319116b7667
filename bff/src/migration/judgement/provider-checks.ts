import type { Provider } from '../../api/generated/provider.ts';
import type { InventoryState } from '../../inventory/inventory.ts';
import type { ConnectionReport } from '../../providers/driver.ts';
import type { Finding } from './finding.ts';

/** How the attempt to use a provider went, as far as it came. */
export type ConnectionOutcome =
  | { readonly result: 'notTried' }
  | { readonly result: 'passed'; readonly report: ConnectionReport }
  | { readonly result: 'failed'; readonly detail: string }
  /** `refusals` counts those since the Secret last changed. */
  | { readonly result: 'refused'; readonly refusals: number };

export interface ProviderScope {
  readonly provider: Provider;
  /** What is wrong with URL, Secret, settings or type; then nothing is tried. */
  readonly invalid?: Finding;
  readonly insecure: boolean;
  readonly connection: ConnectionOutcome;
  readonly inventory?: InventoryState;
  /** Raw copy needs one; undefined where the type has no use for it. */
  readonly vddkImage?: 'set' | 'missing';
  /** Files of rules in MTV's policy language that an administrator left for a validation service. */
  readonly regoFiles?: readonly string[];
  /** Deletion was asked for and running machines need the provider. */
  readonly heldBy: readonly string[];
}

/** In the service's namespace, as MTV's validation service reads it. */
export const regoConfigMap = 'validation-service-config';

/** Refused logins after which nothing is tried until the Secret changes, so that no account is locked. */
export const mostRefusals = 3;

const checks: readonly ((scope: ProviderScope) => Finding[])[] = [
  ({ invalid }) => (invalid === undefined ? [] : [invalid]),
  ({ invalid, provider }) =>
    invalid === undefined
      ? [
          {
            type: 'Validated',
            reason: 'Completed',
            message: `URL, Secret and settings of ${provider.metadata.name} are valid.`,
          },
        ]
      : [],
  ({ connection, provider }) => connectionFindings(connection, provider),
  ({ insecure }) => (insecure ? [insecureFinding] : []),
  ({ connection }) => (connection.result === 'passed' ? privilegeFindings(connection.report) : []),
  ({ inventory }) => inventoryFindings(inventory),
  ({ vddkImage }) => (vddkImage === 'missing' ? [vddkFinding] : []),
  ({ regoFiles = [] }) => regoFindings(regoFiles),
  ({ heldBy }) => heldFindings(heldBy),
];

export function judgeProvider(scope: ProviderScope): Finding[] {
  const findings = checks.flatMap((check) => check(scope));
  return [...findings, ...readyFinding(findings)];
}

/** The phase as MTV's clients show it. */
export function providerPhase(findings: readonly Finding[]): string {
  const types = new Set(findings.map(({ type }) => type));
  if (types.has('Ready')) return 'Ready';
  if (types.has('ConnectionTestFailed') || types.has('ConnectionAuthFailed')) return 'ConnectionFailed';
  return types.has('Validated') ? 'Staging' : 'ValidationFailed';
}

function readyFinding(findings: readonly Finding[]): Finding[] {
  const types = new Set(findings.map(({ type }) => type));
  const ready = ['Validated', 'ConnectionTestSucceeded', 'InventoryCreated'].every((type) => types.has(type));
  return ready ? [{ type: 'Ready', message: 'The provider is ready.' }] : [];
}

function connectionFindings(connection: ConnectionOutcome, { spec, metadata }: Provider): Finding[] {
  const where = spec.url || metadata.name;
  switch (connection.result) {
    case 'notTried':
      return [];
    case 'passed':
      return [
        {
          type: 'ConnectionTestSucceeded',
          reason: 'Tested',
          message: `${where} answers and takes the credentials.`,
          items: [`product:${connection.report.product}`],
        },
      ];
    case 'failed':
      return [
        {
          type: 'ConnectionTestFailed',
          reason: 'Tested',
          message: `${where} cannot be used: ${connection.detail} No machine was touched; plans wait.`,
          suggestion:
            'Check address, certificate and the network from the cluster; it is tried again every few seconds.',
        },
      ];
    case 'refused':
      return [
        {
          type: 'ConnectionAuthFailed',
          reason: 'Unauthorized',
          message:
            connection.refusals >= mostRefusals
              ? `${where} refused the credentials ${connection.refusals} times. Nothing is tried any more, so that the account is not locked.`
              : `${where} refused the credentials. No machine was touched; plans wait.`,
          suggestion: 'Correct the user and password in the Secret of the provider.',
          items: [`refusals:${connection.refusals}`],
        },
      ];
  }
}

const insecureFinding: Finding = {
  type: 'ConnectionInsecure',
  reason: 'SkipTLSVerification',
  message:
    'The certificate of the provider is not verified: whoever stands in between can read the password and the disks.',
  suggestion: 'Put the certificate or its authority into the Secret under ca.crt and remove insecureSkipVerify.',
};

const vddkFinding: Finding = {
  type: 'VDDKImageNotSet',
  reason: 'NotSet',
  message: 'No VDDK image is known for the provider. Migration with conversion works, raw copy does not.',
  suggestion: 'Set settings.vddkInitImage of the provider.',
};

function privilegeFindings({ missingPrivileges }: ConnectionReport): Finding[] {
  if (missingPrivileges.length === 0) return [];
  const features = [...new Set(missingPrivileges.map(({ feature }) => feature))];
  return [
    {
      type: 'InsufficientPrivileges',
      reason: 'PrivilegesNotGranted',
      message: `The user lacks privileges for ${features.join(', ')}: what needs them will fail; everything else works.`,
      suggestion: 'Give the role of the user the privileges that are listed.',
      items: missingPrivileges.map(({ feature, privilege }) => `${privilege} (${feature})`),
    },
  ];
}

function inventoryFindings(inventory: InventoryState | undefined): Finding[] {
  if (inventory === undefined) return [];
  if (inventory.phase === 'loading') {
    return [
      {
        type: 'LoadInventory',
        reason: 'Started',
        message: `The inventory is being read: ${inventory.machines} machines so far.`,
      },
    ];
  }
  const created: Finding = { type: 'InventoryCreated', reason: 'Completed', message: 'The inventory has been read.' };
  if (inventory.phase === 'ready') return [created, ...lackFindings(inventory.lacks)];
  return [
    created,
    {
      type: 'InventoryStale',
      reason: 'NotUpdated',
      message: `The inventory is no longer kept current: ${inventory.problem} What is shown may be outdated; migrations read the source anew.`,
      suggestion: 'It is tried again; check the connection if this stays.',
    },
  ];
}

function lackFindings(lacks: (InventoryState & { phase: 'ready' })['lacks'] = []): Finding[] {
  if (lacks.length === 0) return [];
  return [
    {
      type: 'InventoryIncomplete',
      reason: 'PartNotRead',
      message: `The inventory lacks ${lacks.map(({ part }) => part).join(', ')}; everything else is there, and migrations do without.`,
      suggestion: 'Check that the user may read them; it is tried again.',
      items: lacks.map(({ part, problem }) => `${part}: ${problem}`),
    },
  ];
}

function regoFindings(files: readonly string[]): Finding[] {
  if (files.length === 0) return [];
  return [
    {
      type: 'OwnRulesIgnored',
      reason: 'NotSupported',
      message: `The ConfigMap ${regoConfigMap} has rules in Rego, which Gantry does not run: machines are judged by the published rules only.`,
      suggestion: 'Check by hand what these rules look for, and remove them from the ConfigMap.',
      items: files,
    },
  ];
}

function heldFindings(heldBy: readonly string[]): Finding[] {
  if (heldBy.length === 0) return [];
  return [
    {
      type: 'DeletionHeld',
      reason: 'InUse',
      message:
        'The provider is being deleted. Running migrations need it to end or to restore their sources, so it stays until then.',
      suggestion:
        'Cancel the migrations, or set the annotation gantry.dev/abandon to "true": sources are then not restored.',
      items: heldBy,
    },
  ];
}
