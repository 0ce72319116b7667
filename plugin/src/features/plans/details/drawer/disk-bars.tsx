import { useState } from 'react';
import { Pagination } from '@patternfly/react-core';
import type { PlanVmDetails } from '@gantry/bff/api/http/plan-machines.ts';
import { formatBytes } from '../../../../shared/format.ts';
import { useT } from '../../../../shared/i18n.ts';
import { BytesProgress } from '../../../../shared/progress/bytes-progress.tsx';
import { isCopied } from '../vms/copy-pace.ts';

type Disk = PlanVmDetails['disks'][number];

const perPage = 50;

export function isDone(vm: PlanVmDetails, disk: Disk): boolean {
  const task = vm.steps.flatMap(({ tasks }) => tasks).find(({ name }) => name === disk.name);
  return task === undefined ? isCopied(vm) : task.state === 'Completed';
}

/** A path's last part, with the datastore in front: the rest is in the tooltip and for screen readers. */
export function shortName({ name, storage }: Pick<Disk, 'name' | 'storage'>): string {
  const file =
    name
      .replace(/^\[[^\]]*\]\s*/, '')
      .split('/')
      .at(-1) ?? name;
  return `[${storage}] ${file}`;
}

function DiskBar({ vm, disk }: { readonly vm: PlanVmDetails; readonly disk: Disk }) {
  const t = useT();
  const name = shortName(disk);
  return (
    <div className="gantry-disk" role="listitem">
      <span title={disk.name}>{name}</span>
      {disk.progress === undefined ? (
        <div className="gantry-figures">{t('{{bytes}}, waiting', { bytes: formatBytes(disk.capacityBytes) })}</div>
      ) : (
        <BytesProgress
          progress={disk.progress}
          label={t('Progress of {{name}}', { name })}
          attempt={`${vm.id} ${vm.attempt} ${disk.name}`}
          isDone={isDone(vm, disk)}
        />
      )}
      {disk.targetClaim !== undefined && (
        <div className="gantry-figures">{t('Claim {{claim}}', { claim: disk.targetClaim })}</div>
      )}
    </div>
  );
}

/** Bytes per disk, unfinished ones first. */
export function DiskBars({ vm }: { readonly vm: PlanVmDetails }) {
  const t = useT();
  const [page, setPage] = useState(1);
  if (vm.disks.length === 0) return <p>{t('The disks are known when the first run begins.')}</p>;
  const done = (disk: Disk) => (isDone(vm, disk) ? 1 : 0);
  const disks = [...vm.disks].sort((left, right) => done(left) - done(right));
  return (
    <>
      <div role="list" aria-label={t('Disks of {{name}}', { name: vm.name })}>
        {disks.slice((page - 1) * perPage, page * perPage).map((disk) => (
          <DiskBar key={disk.name} vm={vm} disk={disk} />
        ))}
      </div>
      {disks.length > perPage && (
        <Pagination
          isCompact
          itemCount={disks.length}
          perPage={perPage}
          page={page}
          onSetPage={(_, wanted) => setPage(wanted)}
        />
      )}
    </>
  );
}
