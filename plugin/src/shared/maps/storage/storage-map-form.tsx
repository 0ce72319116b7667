import { formatNumber } from '../../format.ts';
import { useT } from '../../i18n.ts';
import { MapForm } from '../map-form.tsx';
import { MapGeneralFields } from '../map-general-fields.tsx';
import type { StorageRow } from '../targets.ts';
import type { MapFormState } from '../use-map-form.ts';
import { StorageRows } from './storage-rows.tsx';

interface StorageMapFormProps {
  readonly form: MapFormState<StorageRow>;
  readonly mode: 'create' | 'edit';
  readonly onLeave: () => void;
}

export function StorageMapForm({ form, mode, onLeave }: StorageMapFormProps) {
  const t = useT();
  const { mapped, total } = form.coverage;
  return (
    <MapForm
      form={form}
      fields={mode === 'create' ? <MapGeneralFields form={form} /> : undefined}
      table={<StorageRows form={form} />}
      addTitle={t('Add datastore')}
      coverage={t('{{mapped}} of {{total}} disks mapped', { mapped: formatNumber(mapped), total: formatNumber(total) })}
      saveTitle={mode === 'create' ? t('Create storage map') : t('Save')}
      onLeave={onLeave}
    />
  );
}
