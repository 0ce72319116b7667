import { Alert } from '@patternfly/react-core';
import type { InventoryVmPage } from '@gantry/bff/api/http/inventory.ts';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../i18n.ts';
import { ProblemAlert } from '../page/states.tsx';

interface VmNoticesProps {
  readonly provider: string;
  readonly phase: InventoryVmPage['phase'];
  readonly problem: Problem | undefined;
}

/** Why a list of machines may not be all there is. */
export function VmNotices({ provider, phase, problem }: VmNoticesProps) {
  const t = useT();
  return (
    <>
      {problem !== undefined && <ProblemAlert problem={problem} title={t('The list could not be updated')} />}
      {phase === 'loading' && (
        <Alert
          component="h3"
          isInline
          variant="info"
          title={t('The inventory of {{provider}} is still being read.', { provider })}
        />
      )}
      {phase === 'stale' && (
        <Alert
          component="h3"
          isInline
          variant="warning"
          title={t('{{provider}} does not answer. The list may be out of date.', { provider })}
        />
      )}
    </>
  );
}
