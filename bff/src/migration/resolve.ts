import type { Hook } from '../api/generated/hook.ts';
import type { Plan, PlanVm } from '../api/generated/plan.ts';
import type { PersistentVolumeClaim } from '../api/kinds/core.ts';
import type { EngineSettings } from '../config/settings.ts';
import type { SourceMachine } from '../machine/source-machine.ts';
import { compile, type Pipeline } from '../pipeline/compile.ts';
import type { Failure } from '../pipeline/outcome.ts';
import { suffix } from '../pipeline/names.ts';
import { InvalidInputError } from '../platform/errors.ts';
import { rootDiskIndex } from '../target/disks.ts';
import { carriedMetadata, type CarriedMetadata } from '../target/carried-metadata.ts';
import { targetName } from '../target/names.ts';
import { mapNics, type NetworkTarget } from '../target/network-mapping.ts';
import { claimName } from '../target/template-names.ts';
import { givenVolumes } from './conversion/given-volumes.ts';
import { failure } from './failures.ts';
import { freezeHooks, missingHook } from './hooks/frozen-hook.ts';
import type { ResolvedRun, TargetVolume } from './machine-run.ts';
import { refused } from './pipelines/refused.ts';
import { attachedTo, placeOf } from './place/place-of-machine.ts';
import type { TargetPlace } from './place/target-place.ts';
import {
  cold,
  coldInPlace,
  conversionOnly,
  resumeConversion,
  rawCopy,
  warm,
  warmRawCopy,
} from './pipelines/vsphere.ts';
import { isConversionOnly, isWarm, typeOfPlan } from './plan-type.ts';
import { RunFailed } from './run-failed.ts';
import { carriedMachine } from './source/carried-machine.ts';
import { runOptions } from './run-options.ts';
import type { MachineScope } from './scope.ts';
import type { HostTarget } from './source/host-targets.ts';
import type { ProviderIdentity } from './source/sources.ts';

/** An entry of a storage map, with its source resolved. */
export interface StorageTarget {
  /** Provider id of the source storage. */
  readonly source: string;
  readonly storageClass: string;
  readonly volumeMode?: TargetVolume['volumeMode'];
  readonly accessMode?: TargetVolume['accessMode'];
}

/** Everything that a run is decided from. */
export interface ResolveInput {
  readonly plan: Plan;
  readonly migration: { readonly uid: string; readonly createdAt: string };
  readonly provider: ProviderIdentity & { readonly type: string };
  /** Another cluster that the machine goes to. */
  readonly destination?: ProviderIdentity;
  readonly entry: PlanVm;
  /** Place of the entry in the plan. */
  readonly position: number;
  /** Hosts that are read at addresses of their own. */
  readonly hosts?: readonly HostTarget[];
  readonly networks: readonly NetworkTarget[];
  readonly storage: readonly StorageTarget[];
  /** Of the target namespace, as far as they say which machine's disk they hold; read for conversion only. */
  readonly claims?: readonly PersistentVolumeClaim[];
  readonly place: TargetPlace;
  /** Files of shared disks that runs of the plan are still bringing. */
  readonly comingFiles: ReadonlySet<string>;
  /** Names of the machines in the target namespace. */
  readonly takenNames: ReadonlySet<string>;
  /** Those that entries of the plan name, as far as they exist. */
  readonly hooks: readonly Hook[];
  readonly settings: EngineSettings;
}

/** Decides a run once and for all; a machine that cannot run gets the pipeline that says why. */
export function resolveRun(input: ResolveInput, machine: SourceMachine): ResolvedRun {
  // Kept in the form in which the target carries them: how they are at the source may be large.
  const { tags, attributes, ...bare } = machine;
  try {
    return decide(input, bare, carriedMetadata({ tags, attributes }, input.plan.spec.tagMapping));
  } catch (error) {
    return refuseRun(input, bare, refusalOf(error, bare));
  }
}

export function refuseRun(
  input: ResolveInput,
  machine: Pick<SourceMachine, 'id' | 'name'>,
  refusal: Failure,
): ResolvedRun {
  const { parameters, ...rest } = refusal;
  return {
    ...frame(input, refused),
    machine: { ...nothing, ...machine },
    target: { namespace: input.plan.spec.targetNamespace, name: '', volumes: [], networks: [] },
    refusal: { ...rest, ...(parameters && { parameters: { ...parameters } }) },
  };
}

/** A run that goes on with the volumes of an earlier one, under what plan and settings say now. */
export function resumeRun(
  input: ResolveInput,
  { machine, target }: Pick<ResolvedRun, 'machine' | 'target'>,
  resume: NonNullable<ResolvedRun['resume']>,
): ResolvedRun {
  return { ...frame(input, resumeConversion), machine, target, resume };
}

function decide(input: ResolveInput, whole: SourceMachine, metadata: CarriedMetadata): ResolvedRun {
  const hook = missingHook(input);
  if (hook !== undefined) throw new RunFailed(failure('hook-missing', { vm: whole.name, hook }));
  const machine = carriedMachine(whole, runOptions(input.plan, input.entry));
  const name = nameOfTarget(input, machine);
  return {
    ...frame(input, pipelineOf(input)),
    ...(isWarm(input.plan) && { warm: { precopyIntervalMs: precopyInterval(input) } }),
    source: sourceOf(input, machine),
    machine,
    target: {
      namespace: input.plan.spec.targetNamespace,
      name,
      ...(input.destination && { provider: { ...input.destination } }),
      volumes: volumesOf(input, machine, name),
      networks: networksOf(input, machine),
      ...placeOf(input, machine),
      ...(machine !== whole && { attached: attachedTo(input, whole) }),
      ...metadata,
    },
  };
}

/** Disks of a machine on a host with an address of its own are read there. */
function sourceOf({ provider, hosts = [] }: ResolveInput, machine: SourceMachine): ResolvedRun['source'] {
  const { namespace, name, uid, type } = provider;
  const target = hosts.find(({ id }) => id === machine.host?.id);
  return { provider: { namespace, name, uid, type }, ...(target && { host: { ...target.host } }) };
}

function frame(input: ResolveInput, pipeline: Pipeline<MachineScope>): Omit<ResolvedRun, 'machine' | 'target'> {
  const { namespace, name, uid, type } = input.provider;
  const options = {
    ...runOptions(input.plan, input.entry),
    serviceAccount: input.plan.spec.serviceAccount || input.settings.serviceAccount,
    hooks: freezeHooks(input),
  };
  return {
    pipeline: { name: pipeline.name, version: pipeline.version, steps: compile(pipeline, { ...options }) },
    queue: { since: input.migration.createdAt, position: input.position },
    source: { provider: { namespace, name, uid, type } },
    options,
    settings: { ...input.settings },
  };
}

function pipelineOf(input: ResolveInput): Pipeline<MachineScope> {
  const { plan, provider, destination } = input;
  const type = typeOfPlan(plan);
  const ways = provider.type === 'vsphere' ? vspherePipelines[type] : undefined;
  if (ways === undefined) throw new RunFailed(failure('type-not-supported', { type, provider: provider.name }));
  if (plan.spec.skipGuestConversion === true) return ways.raw ?? nothingToDo(input);
  return (destination && ways.elsewhere) ?? ways.converted;
}

interface Ways {
  readonly converted: Pipeline<MachineScope>;
  /** With conversion to another cluster, where that is another list. */
  readonly elsewhere?: Pipeline<MachineScope>;
  readonly raw?: Pipeline<MachineScope>;
}

const vspherePipelines: Readonly<Partial<Record<string, Ways>>> = {
  cold: { converted: cold, elsewhere: coldInPlace, raw: rawCopy },
  warm: { converted: warm, raw: warmRawCopy },
  conversion: { converted: conversionOnly },
};

function nothingToDo({ entry, plan }: ResolveInput): never {
  const detail = `nothing is left to do by a plan of type ${typeOfPlan(plan)} that skips the conversion`;
  throw new RunFailed(failure('option-not-possible', { vm: entry.name ?? entry.id ?? '', detail }));
}

function precopyInterval({ plan, entry, settings }: ResolveInput): number {
  const minutes = entry.precopyInterval ?? plan.spec.precopyInterval;
  return minutes === undefined ? settings.precopyIntervalMs : minutes * 60_000;
}

function nameOfTarget({ migration, entry, takenNames }: ResolveInput, { id, name }: SourceMachine): string {
  return targetName({
    sourceName: name,
    wanted: entry.targetName,
    taken: (candidate) => takenNames.has(candidate),
    suffix: suffix({ run: migration.uid, step: `name of ${id}` }).slice(0, 4),
  });
}

function volumesOf(input: ResolveInput, machine: SourceMachine, name: string): TargetVolume[] {
  if (!isConversionOnly(input.plan)) return machine.disks.map((disk) => volumeOf(input, machine, { name, disk }));
  return givenVolumes(machine, { namespace: input.plan.spec.targetNamespace, claims: input.claims ?? [] });
}

function volumeOf(
  { plan, entry, storage, settings }: ResolveInput,
  machine: SourceMachine,
  { name, disk }: { readonly name: string; readonly disk: SourceMachine['disks'][number] },
): TargetVolume {
  const target = storage.find((candidate) => candidate.source === disk.storageId);
  if (target === undefined)
    throw new RunFailed(failure('storage-unmapped', { vm: machine.name, storage: disk.storageId }));
  const prefix = claimName(entry.pvcNameTemplate ?? plan.spec.pvcNameTemplate ?? settings.pvcNameTemplate, {
    VmName: machine.name,
    TargetVmName: name,
    PlanName: plan.metadata.name,
    VmId: machine.id,
    DiskIndex: disk.index,
    RootDiskIndex: rootDiskIndex(entry.rootDisk) ?? 0,
    Shared: disk.shared,
    FileName: disk.file,
    WinDriveLetter: disk.driveLetter ?? '',
  });
  const { storageClass, volumeMode, accessMode } = target;
  return {
    disk: disk.index,
    prefix,
    storageClass,
    ...(plan.spec.pvcNameTemplateUseGenerateName === false && { exact: true }),
    ...(volumeMode && { volumeMode }),
    ...(accessMode && { accessMode }),
  };
}

function networksOf({ networks }: ResolveInput, machine: SourceMachine): NetworkTarget[] {
  const { unmapped } = mapNics(machine.nics, networks);
  const [first] = unmapped;
  if (first !== undefined)
    throw new RunFailed(failure('network-unmapped', { vm: machine.name, network: first.networkId }));
  const used = new Set(machine.nics.map((nic) => nic.networkId));
  return networks.filter((network) => used.has(network.source));
}

function refusalOf(error: unknown, { name }: SourceMachine): Failure {
  if (error instanceof RunFailed) return error.failure;
  if (error instanceof InvalidInputError) return failure('name-not-valid', { vm: name, detail: error.message });
  throw error;
}

/** Stands for a machine that could not be read. */
const nothing: Omit<SourceMachine, 'id' | 'name'> = {
  uuid: '',
  isTemplate: false,
  power: 'Unknown',
  path: '',
  firmware: { type: 'bios', secureBoot: false },
  tpm: false,
  cpu: { sockets: 1, coresPerSocket: 1 },
  memoryBytes: 0,
  guest: { id: '', name: '', family: 'other', tools: 'unknown', addresses: [] },
  nics: [],
  disks: [],
  snapshots: 0,
  consolidationNeeded: false,
  changeTracking: false,
  shapes: [],
};
