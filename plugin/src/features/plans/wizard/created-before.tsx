import { ActionList, ActionListItem, Alert, Button } from '@patternfly/react-core';
import type { Named } from '../../../shared/address.ts';
import { useT } from '../../../shared/i18n.ts';

/** The plan that an entry of the browser's history has led to; it is kept in that entry. */
export function createdIn(state: unknown): Named | undefined {
  const created: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'created') : undefined;
  if (typeof created !== 'object' || created === null) return undefined;
  const namespace: unknown = Reflect.get(created, 'namespace');
  const name: unknown = Reflect.get(created, 'name');
  return typeof namespace === 'string' && typeof name === 'string' ? { namespace, name } : undefined;
}

interface CreatedBeforeProps {
  readonly plan: Named;
  readonly onOpen: () => void;
  readonly onStartOver: () => void;
}

/** In place of the wizard when one comes back to it: nothing is created twice. */
export function CreatedBefore({ plan, onOpen, onStartOver }: CreatedBeforeProps) {
  const t = useT();
  return (
    <>
      <Alert component="h2" isInline variant="info" title={t('Plan {{name}} was created here.', { name: plan.name })} />
      <ActionList className="pf-v6-u-mt-md">
        <ActionListItem>
          <Button variant="primary" onClick={onOpen}>
            {t('Open plan')}
          </Button>
        </ActionListItem>
        <ActionListItem>
          <Button variant="secondary" onClick={onStartOver}>
            {t('Create another plan')}
          </Button>
        </ActionListItem>
      </ActionList>
    </>
  );
}
