import type { Step } from '@gantry/bff/api/http/plans.ts';
import {
  CheckCircleIcon,
  ExclamationCircleIcon,
  InProgressIcon,
  MinusCircleIcon,
  OutlinedCircleIcon,
} from '@patternfly/react-icons';
import type { ComponentType } from 'react';
import { key } from '../../../shared/i18n.ts';

export const stepLooks: Readonly<
  Record<Step['state'], { readonly icon: ComponentType; readonly label: string; readonly variant: 'success' | 'info' | 'danger' | 'pending' }>
> = {
  Completed: { icon: CheckCircleIcon, label: key('done'), variant: 'success' },
  Running: { icon: InProgressIcon, label: key('running'), variant: 'info' },
  Failed: { icon: ExclamationCircleIcon, label: key('failed'), variant: 'danger' },
  Skipped: { icon: MinusCircleIcon, label: key('skipped'), variant: 'pending' },
  Pending: { icon: OutlinedCircleIcon, label: key('not started'), variant: 'pending' },
};
