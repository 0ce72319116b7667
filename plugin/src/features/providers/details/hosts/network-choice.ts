import type { InventoryHostRow } from '@gantry/bff/api/http/inventory-places.ts';
import type { FieldError } from '../../../../shared/forms/error-summary.tsx';
import type { Translate } from '../../../../shared/i18n.ts';

/** What the dialog holds; addresses by the id of their host. */
export interface NetworkChoice {
  readonly addresses: Readonly<Record<string, string>>;
  readonly user: string;
  readonly password: string;
}

export const userField = 'gantry-host-user';
export const passwordField = 'gantry-host-password';

export function adapterField(host: string): string {
  return `gantry-host-adapter-${host}`;
}

/** What is chosen already; the only adapter of a host that has one. */
export function firstChoice(hosts: readonly InventoryHostRow[]): NetworkChoice {
  const addresses = hosts.flatMap(({ id, reading, adapters }) => {
    const chosen = adapters.find(({ ipAddress }) => ipAddress === reading?.address);
    const address = (chosen ?? (adapters.length === 1 ? adapters[0] : undefined))?.ipAddress;
    return address === undefined ? [] : [[id, address] as const];
  });
  return { addresses: Object.fromEntries(addresses), user: 'root', password: '' };
}

export function choiceErrors(
  t: Translate,
  hosts: readonly InventoryHostRow[],
  { addresses, user, password }: NetworkChoice,
): FieldError[] {
  const open = hosts.filter(({ id }) => addresses[id] === undefined);
  return [
    ...open.map(({ id, name }) => ({
      field: adapterField(id),
      text: t('Choose an adapter of {{host}}.', { host: name }),
    })),
    ...(user === '' ? [{ field: userField, text: t('Type the user name of the hosts.') }] : []),
    ...(password === '' ? [{ field: passwordField, text: t('Type the password of the hosts.') }] : []),
  ];
}
