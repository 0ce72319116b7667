import type { ComponentType } from 'react';
import { OffIcon, PauseIcon, PlayIcon, UnknownIcon } from '@patternfly/react-icons';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { key, useT } from '../i18n.ts';

type Power = InventoryVm['power'];

export const powerLabels: Readonly<Record<Power, string>> = {
  On: key('On'),
  Off: key('Off'),
  Suspended: key('Suspended'),
  Unknown: key('Unknown'),
};

const powerIcons: Readonly<Record<Power, ComponentType>> = {
  On: PlayIcon,
  Off: OffIcon,
  Suspended: PauseIcon,
  Unknown: UnknownIcon,
};

export function PowerCell({ power }: { readonly power: Power }) {
  const t = useT();
  const Icon = powerIcons[power];
  return (
    <span className="gantry-nowrap">
      <Icon aria-hidden /> {t(powerLabels[power])}
    </span>
  );
}
