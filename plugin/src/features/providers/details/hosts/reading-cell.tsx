import { Label, List, ListItem } from '@patternfly/react-core';
import type { InventoryHostRow } from '@gantry/bff/api/http/inventory-places.ts';
import { useT } from '../../../../shared/i18n.ts';

type Reading = NonNullable<InventoryHostRow['reading']>;

function ReadingLabel({ isReady, isJudged }: Reading) {
  const t = useT();
  if (!isJudged) return <Label isCompact>{t('Being tested')}</Label>;
  return isReady ? (
    <Label status="success" isCompact>
      {t('Used')}
    </Label>
  ) : (
    <Label status="warning" isCompact>
      {t('Not used')}
    </Label>
  );
}

/** Where disks of the host's VMs are read, where that is not the provider, and what stands against it. */
export function ReadingCell({ reading }: Pick<InventoryHostRow, 'reading'>) {
  if (reading === undefined) return '–';
  return (
    <>
      {reading.address} <ReadingLabel {...reading} />
      {reading.isJudged && reading.problems.length > 0 && (
        <List isPlain>
          {reading.problems.map(({ type, message, suggestion }) => (
            <ListItem key={type}>
              {message ?? type} {suggestion}
            </ListItem>
          ))}
        </List>
      )}
    </>
  );
}
