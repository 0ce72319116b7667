import type { SourceMachine, SourceShape } from '../../machine/source-machine.ts';
import { failure } from '../failures.ts';
import { RunFailed } from '../run-failed.ts';
import type { RunOptions } from '../run-options.ts';
import type { MachineScope } from '../scope.ts';
import { carriedMachine } from './carried-machine.ts';
import { sharersOff } from './sharers.ts';
import { sourceChange } from './source-changes.ts';

/** Shapes that neither virt-v2v nor CDI copies faithfully by the paths built so far. */
const barred: ReadonlySet<SourceShape['kind']> = new Set([
  'encrypted',
  'rdm',
  'virtualRdm',
  'delta',
  'linkedClone',
  'shared',
]);

/** Snapshots leave independent disks out, so no copy that is made from snapshots has them. */
const barredWarm: ReadonlySet<SourceShape['kind']> = new Set([...barred, 'independent']);

const barredByType = { cold: barred, warm: barredWarm, conversion: new Set<SourceShape['kind']>() } as const;

/** Reads the machine again at the source. Throws RunFailed where it is no longer what the run was made for. */
export async function unchangedSource(scope: MachineScope): Promise<SourceMachine> {
  const { session } = await scope.source();
  const { machine, options, warm } = scope.resolved;
  const now = carriedMachine(await session.machine(machine.id), options);
  const change = sourceChange(machine, now, { snapshots: warm === undefined ? 'foreign' : 'expected' });
  if (change !== undefined) throw new RunFailed(failure('source-changed', { vm: machine.name, detail: change }));
  await sharersOff(scope, now);
  return now;
}

/** How many other machines virt-v2v, which goes by names, could take for the run's. */
export async function namesakes(scope: MachineScope): Promise<number> {
  const { session } = await scope.source();
  return (await session.namesakes?.(scope.resolved.machine.id))?.length ?? 0;
}

/** Whether virt-v2v, which looks among the machines of a cluster by name, could take the one for the other. */
export function mayBeMistaken(one: SourceMachine, other: SourceMachine): boolean {
  const cluster = ({ host }: SourceMachine) => host?.path.split('/').slice(0, -1).join('/');
  return one.id !== other.id && one.name === other.name && cluster(one) === cluster(other);
}

export const namesakeDetail = 'virt-v2v finds machines by name, and another one of its cluster has the same name';

/** What of a path matters to shapes of machines. */
export interface CopyPath {
  /** Of conversion only others have copied the disks: they could. */
  readonly type: keyof typeof barredByType;
  readonly options: Pick<RunOptions, 'migrateSharedDisks' | 'rdmAsLun' | 'skipGuestConversion'>;
}

/** Why the path cannot copy the machine, undefined where it can. */
export function barredShape(machine: SourceMachine, { type, options }: CopyPath): string | undefined {
  const shapes: ReadonlySet<SourceShape['kind']> = barredByType[type];
  const isRaw = options.skipGuestConversion === true;
  const taken: Readonly<Partial<Record<SourceShape['kind'], boolean>>> = {
    // VDDK reads them as disks; virt-v2v finds no file of theirs.
    virtualRdm: isRaw && options.rdmAsLun === true,
    // virt-v2v leaves no disk out; nobody may write to a disk that is copied once.
    shared: options.migrateSharedDisks === false ? isRaw : type === 'cold',
  };
  const shape = machine.shapes.find(({ kind }) => shapes.has(kind) && taken[kind] !== true);
  if (shape !== undefined) return shape.detail || shape.kind;
  if (machine.power === 'Suspended') return 'it is suspended';
  return undefined;
}
