import type { DataVolume } from '../api/kinds/cdi.ts';
import type { PersistentVolumeClaim } from '../api/kinds/core.ts';

interface Checkpoint {
  readonly current: string;
  readonly previous: string;
}

/** What a reader of snapshots does to volumes, without bytes: a volume holds the state of one change id, or is damaged. */
export class FakeStages {
  /** Of a disk in a snapshot; undefined where there is no such snapshot. */
  changeId: (snapshot: string, disk: string) => string | undefined = () => undefined;
  /** What went wrong, in words. */
  readonly damages: string[] = [];
  /** By UID of the claim. */
  readonly #content = new Map<string, string>();

  /** Of a claim that was made in stages. */
  contentOf({ metadata }: PersistentVolumeClaim): string | undefined {
    return this.#content.get(metadata.uid ?? '');
  }

  isCopied({ metadata }: PersistentVolumeClaim, snapshot: string): boolean {
    return metadata.annotations?.[`cdi.kubevirt.io/storage.checkpoint.copied.${snapshot}`] !== undefined;
  }

  copy({ metadata }: PersistentVolumeClaim, volume: DataVolume, { current, previous }: Checkpoint): void {
    const uid = metadata.uid ?? '';
    const disk = String(2000 + Number(volume.metadata.annotations?.['forklift.konveyor.io/disk-index']));
    const changeId = this.changeId(current, disk);
    const content = this.#content.get(uid);
    const epoch = (id: string) => id.split('/')[0];
    if (changeId === undefined) this.damages.push(`snapshot ${current} was removed before ${metadata.name} was copied`);
    else if (previous === '' && content !== undefined) this.damages.push(`${metadata.name} was copied over old data`);
    else if (previous !== '' && (content !== previous || epoch(previous) !== epoch(changeId)))
      this.damages.push(`${metadata.name} holds ${content ?? 'nothing'}, changes since ${previous} were put on top`);
    this.#content.set(uid, changeId ?? 'unknown');
  }
}
