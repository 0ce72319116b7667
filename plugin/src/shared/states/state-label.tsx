import { Label } from '@patternfly/react-core';
import { useT } from '../i18n.ts';
import type { Appearance } from './appearance.ts';

/** A state as a label: text, icon and color say the same. */
export function StateLabel({ appearance }: { readonly appearance: Appearance }) {
  const t = useT();
  const { label, tone, icon: Icon } = appearance;
  const look = tone === 'blue' || tone === 'grey' ? { color: tone } : { status: tone };
  return (
    <Label {...look} icon={<Icon />} variant="filled">
      {t(label)}
    </Label>
  );
}
