import type { HostAdapter } from '@gantry/bff/api/http/inventory-places.ts';
import type { Translate } from '../../../../shared/i18n.ts';

function speedOf(t: Translate, megabits: number): string {
  return megabits >= 1000 ? t('{{speed}} Gb/s', { speed: megabits / 1000 }) : t('{{speed}} Mb/s', { speed: megabits });
}

/** What distinguishes an adapter besides its name: address and subnet, link, MTU. */
export function adapterFacts(t: Translate, { ipAddress, subnetMask, linkSpeed, mtu }: HostAdapter): string {
  const address = subnetMask === '' ? ipAddress : `${ipAddress} / ${subnetMask}`;
  const link = linkSpeed === 0 ? [] : [speedOf(t, linkSpeed)];
  const unit = mtu === 0 ? [] : [t('MTU {{mtu}}', { mtu })];
  return [address, ...link, ...unit].join(' · ');
}
