import {
  Button,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Popover,
} from '@patternfly/react-core';
import { OutlinedQuestionCircleIcon } from '@patternfly/react-icons';
import { key, useT } from '../../i18n.ts';

const examples: readonly (readonly [query: string, meaning: string])[] = [
  ['web', key('The name contains it')],
  ['power = on and disks > 2', key('Both hold')],
  ['memory >= 16 GiB or cpus > 8', key('One of them holds')],
  ['not tag in (legacy, test)', key('It has none of these tags')],
  ['name ~ /^db-\\d+$/', key('A regular expression')],
  ['concern = critical', key('A concern by category, label or id')],
  ['firmware = efi', key('Any attribute of the inventory')],
];

/** Queries to begin with. */
export function QueryHelp() {
  const t = useT();
  return (
    <Popover
      headerContent={t('Search by query')}
      bodyContent={
        <DescriptionList isCompact>
          {examples.map(([query, meaning]) => (
            <DescriptionListGroup key={query}>
              <DescriptionListTerm>
                <code>{query}</code>
              </DescriptionListTerm>
              <DescriptionListDescription>{t(meaning)}</DescriptionListDescription>
            </DescriptionListGroup>
          ))}
        </DescriptionList>
      }
    >
      <Button variant="plain" aria-label={t('Help on queries')} icon={<OutlinedQuestionCircleIcon />} />
    </Popover>
  );
}
