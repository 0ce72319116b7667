import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import type { z } from 'zod';
import type { conditionRow } from '@gantry/bff/api/http/providers.ts';
import { formatTime } from '../format.ts';
import { useT } from '../i18n.ts';

interface ConditionsTableProps {
  readonly conditions: readonly z.output<typeof conditionRow>[];
}

export function ConditionsTable({ conditions }: ConditionsTableProps) {
  const t = useT();
  if (conditions.length === 0) return <p>{t('No conditions yet.')}</p>;
  return (
    <Table aria-label={t('Conditions')} variant="compact" gridBreakPoint="grid-md">
      <Thead>
        <Tr>
          <Th>{t('Type')}</Th>
          <Th>{t('Status')}</Th>
          <Th>{t('Since')}</Th>
          <Th>{t('Message')}</Th>
          <Th>{t('What to do')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {conditions.map((condition) => (
          <Tr key={`${condition.type} ${condition.message ?? ''}`}>
            <Th scope="row" dataLabel={t('Type')}>
              {condition.type}
            </Th>
            <Td dataLabel={t('Status')}>{condition.status}</Td>
            <Td dataLabel={t('Since')}>{condition.since === undefined ? '–' : formatTime(condition.since)}</Td>
            <Td dataLabel={t('Message')}>{condition.message ?? condition.reason ?? '–'}</Td>
            <Td dataLabel={t('What to do')}>{condition.suggestion ?? '–'}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
