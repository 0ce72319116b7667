import { mostProgressBytes } from '@gantry/bff/api/http/plan-wizard.ts';
import type { ChosenVm, Draft } from './draft.ts';

const collator = new Intl.Collator('en', { numeric: true });

/** The machines by plan, in the order of their names: as few plans as their progress fits into. */
export function planParts(vms: Draft['vms'], limit = mostProgressBytes): readonly (readonly ChosenVm[])[] {
  const chosen = [...vms.values()];
  const size = chosen.reduce((sum, { vm }) => sum + vm.progressBytes, 0);
  if (size <= limit) return [chosen];
  const parts: ChosenVm[][] = [];
  let room = 0;
  for (const one of chosen.sort((left, right) => collator.compare(left.vm.name, right.vm.name))) {
    const last = parts.at(-1);
    if (last !== undefined && one.vm.progressBytes <= room) last.push(one);
    else parts.push([one]);
    room = (last !== undefined && parts.at(-1) === last ? room : limit) - one.vm.progressBytes;
  }
  return parts;
}

/** The name alone for one plan; numbered where there are several. */
export function partNames(name: string, count: number): readonly string[] {
  return count === 1 ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
}
