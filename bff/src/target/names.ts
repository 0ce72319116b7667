const labelPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const maxLabel = 63;
const maxSubdomain = 253;
const suffixLength = 4;

/** DNS-1123 label. */
export function isLabel(name: string): boolean {
  return name.length <= maxLabel && labelPattern.test(name);
}

/** DNS-1123 subdomain: labels joined by dots. */
export function isSubdomain(name: string): boolean {
  return name.length <= maxSubdomain && name.split('.').every((part) => labelPattern.test(part));
}

export interface TargetNameInput {
  readonly sourceName: string;
  /** As the plan's entry says; taken as it is. */
  readonly wanted?: string;
  /** Whether a machine of this name stands in the target namespace already. */
  readonly taken: (name: string) => boolean;
  /** Four characters of `[a-z0-9]`, the same for the same machine of the same run. */
  readonly suffix: string;
}

/** The target machine's name; another than the source's where that is not valid or taken. */
export function targetName({ sourceName, wanted, taken, suffix }: TargetNameInput): string {
  if (wanted) return wanted;
  const name = isSubdomain(sourceName) && sourceName.length <= maxLabel ? sourceName : validName(sourceName);
  if (name === '') return `vm-${suffix}`;
  return taken(name) ? `${trimEnds(name.slice(0, maxLabel - suffixLength - 1))}-${suffix}` : name;
}

/** The nearest DNS-1123 subdomain of at most 63 characters; empty where nothing of the name can be kept. */
export function validName(name: string): string {
  const parts = name.toLowerCase().split('.').map(validPart);
  return trimEnds(
    parts
      .filter((part) => part !== '')
      .join('.')
      .slice(0, maxLabel),
  );
}

function validPart(part: string): string {
  const dashed = part
    .replaceAll(/[_+* /\\]/g, '-')
    .replaceAll(/[^-a-z0-9]/g, '')
    .replaceAll(/-{2,}/g, '-');
  return trimEnds(dashed.slice(0, maxLabel));
}

function trimEnds(text: string): string {
  return text.replaceAll(/^[-.]+|[-.]+$/g, '');
}
