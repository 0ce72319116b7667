import type { MapProposals } from '../../api/http/plan-wizard.ts';
import type { NetworkAttachmentDefinition } from '../../api/kinds/network.ts';
import type { SourceMachine } from '../../machine/source-machine.ts';
import type { NamedSource } from './proposal.ts';
import { networkRows, networkTargets, type NetworkRow } from './proposals-network.ts';
import { storageRows, storageTargets, type ClassFacts, type StorageRow } from './proposals-storage.ts';

export interface ProposalFacts extends ClassFacts {
  readonly machines: readonly SourceMachine[];
  readonly networks: ReadonlyMap<string, NamedSource>;
  readonly storages: ReadonlyMap<string, NamedSource>;
  /** Rows of networks and datastores that no machine uses. */
  readonly unused: 'listed' | 'left out';
  readonly targetProject: string;
  readonly attachments: readonly NetworkAttachmentDefinition[];
}

/** Rows for maps: deterministic, each proposal with its reason, nothing chosen silently. */
export function proposals(facts: ProposalFacts): MapProposals {
  const targets = networkTargets(facts.attachments, facts.targetProject);
  const classes = storageTargets(facts);
  const networks = networkRows(facts, targets);
  const storages = storageRows(facts, classes);
  return {
    coverage: {
      nics: covered(networks, ({ nics }) => nics),
      disks: covered(storages, ({ disks }) => disks),
      networksLeft: left(networks, ({ nics }) => nics),
      storagesLeft: left(storages, ({ disks }) => disks),
    },
    networks,
    networkTargets: targets,
    storages,
    storageTargets: classes,
    podNetworkConflicts: facts.machines
      .filter(({ nics }) => nics.length > 1)
      .map(({ name, nics }) => ({ vm: name, nics: nics.length, networks: nics.map(({ networkId }) => networkId) })),
  };
}

type AnyRow = NetworkRow | StorageRow;

function covered<Row extends AnyRow>(rows: readonly Row[], usesOf: (row: Row) => number) {
  const sum = (of: readonly Row[]) => of.reduce((total, row) => total + usesOf(row), 0);
  return { mapped: sum(rows.filter(({ proposal }) => proposal !== undefined)), total: sum(rows) };
}

/** Names of what something uses and nothing is proposed for. */
function left<Row extends AnyRow>(rows: readonly Row[], usesOf: (row: Row) => number): string[] {
  return rows.filter((row) => row.proposal === undefined && usesOf(row) > 0).map(({ source }) => source.name);
}
