import { childrenOf, textAt } from '../../platform/xml.ts';
import type { XmlElement } from '../../platform/xml.ts';
import type { SnapshotChain, SourceSnapshot, WantedSnapshot } from '../warm-source.ts';
import type { VsphereClient } from './client.ts';
import { VsphereFault } from './faults.ts';
import type { ObjectUpdate, Traversal } from './property-collector.ts';
import { retrieve } from './retrieve.ts';
import { morefOf } from './service-content.ts';
import { element } from './soap.ts';
import { taskOf } from './tasks.ts';
import { isTrueAt } from './values.ts';

const recentTasks: Traversal = { name: 'recentTasks', type: 'VirtualMachine', path: 'recentTask', then: [] };

/** The snapshots of a machine, and whether one is on its way, in one call. */
export async function readChain(client: VsphereClient, id: string, signal?: AbortSignal): Promise<SnapshotChain> {
  const found = await retrieve(
    client,
    {
      properties: {
        VirtualMachine: ['snapshot', 'runtime.consolidationNeeded'],
        Task: ['info.descriptionId', 'info.state'],
      },
      start: { type: 'VirtualMachine', id },
      traversals: [recentTasks],
    },
    signal,
  );
  const machine = found.find(({ moref }) => moref.type === 'VirtualMachine');
  if (machine === undefined) throw new VsphereFault('ManagedObjectNotFound', `There is no machine ${id}.`);
  return {
    snapshots: childrenOf(valueOf(machine, 'snapshot'), 'rootSnapshotList').flatMap(snapshotsBelow),
    busy: found.some(isBusy),
    consolidationNeeded: isTrueAt(valueOf(machine, 'runtime.consolidationNeeded')),
  };
}

function snapshotsBelow(tree: XmlElement): SourceSnapshot[] {
  const moref = morefOf(childrenOf(tree, 'snapshot')[0]);
  const own =
    moref === undefined
      ? []
      : [
          {
            id: moref.id,
            name: textAt(tree, 'name'),
            description: textAt(tree, 'description'),
            createdAt: textAt(tree, 'createTime'),
            quiesced: isTrueAt(tree, 'quiesced'),
          },
        ];
  return [...own, ...childrenOf(tree, 'childSnapshotList').flatMap(snapshotsBelow)];
}

/** Such as `VirtualMachine.createSnapshot`, `vim.vm.Snapshot.remove`, `VirtualMachine.consolidateDisks`. */
const chainTask = /snapshot|consolidate/i;

function isBusy(object: ObjectUpdate): boolean {
  if (object.moref.type !== 'Task') return false;
  const state = textAt(valueOf(object, 'info.state'));
  return (state === 'running' || state === 'queued') && chainTask.test(textAt(valueOf(object, 'info.descriptionId')));
}

function valueOf({ changes }: ObjectUpdate, path: string): XmlElement | undefined {
  return changes.find((change) => change.path === path)?.value;
}

export async function takeSnapshot(
  client: VsphereClient,
  id: string,
  { name, description, quiesce }: WantedSnapshot,
  signal?: AbortSignal,
): Promise<string> {
  const [task] = await client.call({
    method: 'CreateSnapshot_Task',
    target: { type: 'VirtualMachine', id },
    parameters: [
      element('name', name),
      element('description', description),
      element('memory', false),
      element('quiesce', quiesce),
    ],
    ...(signal && { signal }),
  });
  return taskOf(task).id;
}

export async function removeSnapshot(client: VsphereClient, id: string, signal?: AbortSignal): Promise<string> {
  const [task] = await client.call({
    method: 'RemoveSnapshot_Task',
    target: { type: 'VirtualMachineSnapshot', id },
    parameters: [element('removeChildren', false), element('consolidate', true)],
    ...(signal && { signal }),
  });
  return taskOf(task).id;
}

export async function consolidateDisks(client: VsphereClient, id: string, signal?: AbortSignal): Promise<string> {
  const target = { type: 'VirtualMachine', id };
  const [task] = await client.call({ method: 'ConsolidateVMDisks_Task', target, ...(signal && { signal }) });
  return taskOf(task).id;
}
