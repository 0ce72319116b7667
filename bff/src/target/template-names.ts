import { InvalidInputError } from '../platform/errors.ts';
import { fillTemplate, type TemplateVariables } from './name-template.ts';
import { isLabel } from './names.ts';

// A plan's or machine's name may have dots, a claim's here may not.
const defaultClaimTemplate =
  '{{.PlanName | replace "." "-" | trunc 15}}-{{.TargetVmName | replace "." "-" | trunc 15}}-disk-{{.DiskIndex}}';
const defaultVolumeTemplate = 'vol-{{.VolumeIndex}}';
const defaultNetworkTemplate = 'net-{{.NetworkIndex}}';

/** What a claim's name may be made of, for machines from vSphere. */
export interface ClaimVariables {
  readonly VmName: string;
  readonly TargetVmName: string;
  readonly PlanName: string;
  readonly VmId: string;
  readonly DiskIndex: number;
  readonly RootDiskIndex: number;
  readonly Shared: boolean;
  /** Of the backing, with its folder. */
  readonly FileName: string;
  /** Of the first volume on the disk, where the guest's tools report it. */
  readonly WinDriveLetter: string;
}

/** Name of a claim, or its beginning. Throws InvalidInputError when it is no DNS label. */
export function claimName(template: string | undefined, variables: ClaimVariables): string {
  return label('pvcNameTemplate', template || defaultClaimTemplate, { ...variables });
}

export function volumeName(
  template: string | undefined,
  variables: { readonly PVCName: string; readonly VolumeIndex: number },
): string {
  return label('volumeNameTemplate', template || defaultVolumeTemplate, { ...variables });
}

export function networkName(
  template: string | undefined,
  variables: {
    readonly NetworkName: string;
    readonly NetworkNamespace: string;
    readonly NetworkType: string;
    readonly NetworkIndex: number;
  },
): string {
  return label('networkNameTemplate', template || defaultNetworkTemplate, { ...variables });
}

function label(field: string, template: string, variables: TemplateVariables): string {
  const name = fillTemplate(template, variables);
  if (isLabel(name)) return name;
  throw new InvalidInputError(
    `${field} gives the name “${name.slice(0, 80)}”; a name has at most 63 characters of a-z, 0-9 and -, and begins and ends with a letter or digit.`,
    { code: 'TemplateNotValid', parameters: { field, name: name.slice(0, 80) } },
  );
}
