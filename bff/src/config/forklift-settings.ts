import type { EngineSettings } from './settings.ts';

type Setting = keyof EngineSettings;
type Value = string | number | boolean;

interface Row {
  readonly setting: Setting;
  /** Undefined where the field holds nothing of the kind. */
  readonly read: (value: unknown) => Value | undefined;
}

const minute = 60_000;
const mostText = 4096;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= mostText ? value : undefined;
}

/** The object's schema takes numbers as numbers and as texts. */
function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value.trim()) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

function truth(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}

function scaled(factor: number): Row['read'] {
  return (value) => {
    const number = whole(value);
    return number === undefined ? undefined : number * factor;
  };
}

function positive(value: unknown): number | undefined {
  const number = whole(value);
  return number === 0 ? undefined : number;
}

function percent(value: unknown): number | undefined {
  const number = whole(value);
  return number === undefined || number >= 100 ? undefined : number;
}

function not(value: unknown): boolean | undefined {
  const known = truth(value);
  return known === undefined ? undefined : !known;
}

/** Fields of MTV's ForkliftController that mean something here; the misspelt one is MTV's. */
const rows: Readonly<Record<string, Row>> = {
  controller_max_vm_inflight: { setting: 'maxInFlight', read: positive },
  controller_precopy_interval: { setting: 'precopyIntervalMs', read: scaled(minute) },
  controller_snapshot_removal_timeout_minuts: { setting: 'snapshotRemovalMs', read: scaled(minute) },
  controller_filesystem_overhead: { setting: 'filesystemOverheadPercent', read: percent },
  controller_pvc_name_template: { setting: 'pvcNameTemplate', read: text },
  controller_migration_service_account: { setting: 'serviceAccount', read: text },
  aap_url: { setting: 'automationUrl', read: text },
  aap_token_secret_name: { setting: 'automationTokenSecret', read: text },
  aap_timeout: { setting: 'automationTimeoutSeconds', read: whole },
  wait_for_final_snapshot_consolidation: { setting: 'waitForConsolidation', read: truth },
  virt_v2v_dont_request_kvm: { setting: 'requestKvm', read: not },
  virt_v2v_extra_args: { setting: 'virtV2vExtraArgs', read: text },
  virt_v2v_memsize: { setting: 'virtV2vMemSize', read: whole },
  virt_v2v_smp: { setting: 'virtV2vSmp', read: whole },
};

export interface SettingsRead {
  readonly settings: Partial<EngineSettings>;
  /** Fields whose value cannot be read. */
  readonly unreadable: readonly string[];
  /** Settings that they would set. */
  readonly doubtful: readonly string[];
}

/** From the spec of a ForkliftController. A field that is empty is not set. */
export function forkliftSettings(spec: unknown): SettingsRead {
  const fields = Object.entries(typeof spec === 'object' && spec !== null ? spec : {}).flatMap(
    ([field, value]: [string, unknown]) => {
      const row = Object.hasOwn(rows, field) ? rows[field] : undefined;
      return row === undefined || value === '' || value === null ? [] : [{ field, row, value: row.read(value) }];
    },
  );
  const read = fields.filter(({ value }) => value !== undefined);
  const rest = fields.filter(({ value }) => value === undefined);
  return {
    settings: Object.fromEntries(read.map(({ row, value }) => [row.setting, value])),
    unreadable: rest.map(({ field }) => field),
    doubtful: rest.map(({ row }) => row.setting),
  };
}
