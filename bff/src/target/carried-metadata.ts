import type { PlanSpec } from '../api/generated/plan.ts';
import type { SourceMachine } from '../machine/source-machine.ts';

const prefix = 'vsphere.forklift.konveyor.io/';
const reportAnnotation = 'forklift.konveyor.io/sanitized-metadata';
const longestName = 63;
/** All annotations of an object together may have 256 KiB. */
const mostBytes = 128 * 1024;
const mostTags = 100;
const mostReported = 100;

export interface CarriedMetadata {
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

/**
 * Tags of the source as labels (the name is the key, the description its value), attributes as annotations. What cannot
 * stand there as it is becomes the nearest that can, and an annotation tells what became of it.
 */
export function carriedMetadata(
  { tags = [], attributes = {} }: Pick<SourceMachine, 'tags' | 'attributes'>,
  mapping: PlanSpec['tagMapping'] = {},
): CarriedMetadata {
  const report = new Map<string, string>();
  const fitting = (what: string, name: string, value: string) => {
    const fits = sanitized(value);
    if (fits !== value) report.set(`${what}.${name.slice(0, 200)}`, fits);
    return fits;
  };
  const labels = wantedTags(tags, mapping)
    .map(({ name, description }) => [fitting('tag.name', name, name), fitting('tag.value', name, description)] as const)
    .filter(([key]) => key !== '');
  const annotations = withinBytes(
    Object.entries(attributes)
      .map(([name, value]) => [fitting('customAttribute.name', name, name), value] as const)
      .filter(([key]) => key !== ''),
  );
  const told = Object.fromEntries([...report].slice(0, mostReported));
  return {
    labels: prefixed(labels),
    annotations: { ...prefixed(annotations), ...(report.size > 0 && { [reportAnnotation]: JSON.stringify(told) }) },
  };
}

type Tags = NonNullable<SourceMachine['tags']>;

/** All, or those that the plan lists, whatever the case of their letters. */
function wantedTags(tags: Tags, { disabled, labelTags = [] }: NonNullable<PlanSpec['tagMapping']>): Tags {
  if (disabled === true) return [];
  const listed = new Set(labelTags.map((name) => name.toLowerCase()));
  return tags.filter(({ name }) => listed.size === 0 || listed.has(name.toLowerCase())).slice(0, mostTags);
}

/** Letters, digits, `-`, `_` and `.`, with letters or digits at both ends: what keys and values of labels are made of. */
function sanitized(text: string): string {
  return text
    .slice(0, 10 * longestName)
    .replaceAll(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, longestName)
    .replace(/[^A-Za-z0-9]+$/, '');
}

/** As many, in their order, as fit beside what others write. */
function withinBytes(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  let left = mostBytes;
  return pairs.filter(([key, value]) => {
    const bytes = Buffer.byteLength(prefix + key) + Buffer.byteLength(value);
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
}

/** Of several with one key the first stays. */
function prefixed(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries([...pairs].reverse().map(([key, value]) => [prefix + key, value]));
}
