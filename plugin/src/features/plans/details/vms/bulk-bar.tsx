import { Button, Flex, FlexItem } from '@patternfly/react-core';
import { useT } from '../../../../shared/i18n.ts';
import { GuardedButton } from '../../../../shared/page/guarded-button.tsx';
import type { VmObstacles } from './vm-actions.ts';

interface BulkBarProps {
  readonly count: number;
  /** More match than this page shows: what selects them all, or that they are. */
  readonly matching?: { readonly count: number; readonly state: 'offered' | 'selected'; readonly select: () => void };
  readonly obstacles: VmObstacles;
  /** Absent for a plan that has no cutover. */
  readonly onCutover?: () => void;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
  readonly onClear: () => void;
  readonly onlySelected: boolean;
  readonly onToggleSelected: () => void;
}

/** What can be done with the selected rows. */
export function BulkBar(props: BulkBarProps) {
  const t = useT();
  const {
    count,
    matching,
    obstacles,
    onCutover,
    onCancel,
    onRetry,
    onRemove,
    onClear,
    onlySelected,
    onToggleSelected,
  } = props;
  const isAll = matching?.state === 'selected';
  return (
    <Flex
      role="group"
      aria-label={t('Selected VMs')}
      gap={{ default: 'gapMd' }}
      alignItems={{ default: 'alignItemsCenter' }}
      className="pf-v6-u-mb-md"
    >
      <FlexItem>
        {isAll ? t('All {{count}} matching selected', { count: matching.count }) : t('{{count}} selected', { count })}
      </FlexItem>
      {matching?.state === 'offered' && (
        <FlexItem>
          <Button variant="link" isInline onClick={matching.select}>
            {t('Select all {{count}} matching', { count: matching.count })}
          </Button>
        </FlexItem>
      )}
      {!isAll && (
        <FlexItem>
          <Button variant="link" isInline onClick={onToggleSelected}>
            {onlySelected ? t('Show all') : t('Show selected')}
          </Button>
        </FlexItem>
      )}
      <FlexItem>
        <Button variant="link" isInline onClick={onClear}>
          {t('Clear')}
        </Button>
      </FlexItem>
      {onCutover !== undefined && (
        <FlexItem>
          <GuardedButton
            variant="secondary"
            title={t('Cut over selected VMs…')}
            obstacle={obstacles.cutover}
            onClick={onCutover}
          />
        </FlexItem>
      )}
      <FlexItem>
        <GuardedButton
          variant="secondary"
          title={t('Cancel selected VMs…')}
          obstacle={obstacles.cancel}
          onClick={onCancel}
        />
      </FlexItem>
      <FlexItem>
        <GuardedButton
          variant="secondary"
          title={t('Retry selected VMs…')}
          obstacle={obstacles.retry}
          onClick={onRetry}
        />
      </FlexItem>
      <FlexItem>
        <GuardedButton
          variant="secondary"
          title={t('Remove selected VMs…')}
          obstacle={obstacles.remove}
          onClick={onRemove}
        />
      </FlexItem>
    </Flex>
  );
}
