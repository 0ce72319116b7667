import { formatNumber } from '../../format.ts';
import { useT } from '../../i18n.ts';
import { MapForm } from '../map-form.tsx';
import { MapGeneralFields, TargetProjectField } from '../map-general-fields.tsx';
import type { NetworkRow } from '../targets.ts';
import type { MapFormState } from '../use-map-form.ts';
import { NetworkRows } from './network-rows.tsx';

interface NetworkMapFormProps {
  readonly form: MapFormState<NetworkRow>;
  readonly mode: 'create' | 'edit';
  readonly onLeave: () => void;
}

export function NetworkMapForm({ form, mode, onLeave }: NetworkMapFormProps) {
  const t = useT();
  const { mapped, total } = form.coverage;
  return (
    <MapForm
      form={form}
      fields={
        <>
          {mode === 'create' && <MapGeneralFields form={form} />}
          <TargetProjectField form={form} />
        </>
      }
      table={<NetworkRows form={form} />}
      addTitle={t('Add network')}
      coverage={t('{{mapped}} of {{total}} NICs mapped', { mapped: formatNumber(mapped), total: formatNumber(total) })}
      saveTitle={mode === 'create' ? t('Create network map') : t('Save')}
      onLeave={onLeave}
    />
  );
}
