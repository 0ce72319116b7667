import type { ComponentType } from 'react';
import { ExclamationCircleIcon, ExclamationTriangleIcon, InfoCircleIcon } from '@patternfly/react-icons';
import type { InventoryVm } from '@gantry/bff/api/http/inventory.ts';
import { key, type Translate } from '../i18n.ts';

export type Concern = InventoryVm['concerns'][number];
export type ConcernCategory = Concern['category'];

interface CategoryWords {
  readonly label: string;
  readonly status: 'danger' | 'warning' | 'info';
  readonly icon: ComponentType;
}

/** The worst first. */
export const concernCategories: Readonly<Record<ConcernCategory, CategoryWords>> = {
  Critical: { label: key('Critical'), status: 'danger', icon: ExclamationCircleIcon },
  Warning: { label: key('Warning'), status: 'warning', icon: ExclamationTriangleIcon },
  Information: { label: key('Information'), status: 'info', icon: InfoCircleIcon },
};

/** "2 warnings" */
export function countText(t: Translate, category: ConcernCategory, count: number): string {
  const texts: Readonly<Record<ConcernCategory, string>> = {
    Critical: t('{{count}} critical', { count }),
    Warning: t('{{count}} warnings', { count }),
    Information: t('{{count}} notes', { count }),
  };
  return texts[category];
}

/** Such a machine keeps a plan from starting. */
export function isCritical({ concerns }: Pick<InventoryVm, 'concerns'>): boolean {
  return concerns.some(({ category }) => category === 'Critical');
}
