import { Alert, AlertActionLink, FlexItem, Label, PageSection } from '@patternfly/react-core';
import { formatPreciseTime } from '../format.ts';
import { useT } from '../i18n.ts';
import { tabConnection } from './tab-connection.ts';
import { useConnectionStatus } from './use-live.ts';

export function ConnectionLabel() {
  const t = useT();
  const { state } = useConnectionStatus();
  if (state !== 'reconnecting') return null;
  return (
    <FlexItem>
      <Label color="grey">{t('Reconnecting')}</Label>
    </FlexItem>
  );
}

export function ConnectionLostAlert() {
  const t = useT();
  const { state, lastSign } = useConnectionStatus();
  if (state !== 'lost') return null;
  const title =
    lastSign === undefined
      ? t('No connection. Migrations go on without this page.')
      : t('Connection lost. Values are from {{time}}. Migrations go on without this page.', {
          time: formatPreciseTime(lastSign),
        });
  return (
    <PageSection hasBodyWrapper={false}>
      <Alert
        component="h2"
        isInline
        variant="warning"
        title={title}
        actionLinks={
          <AlertActionLink
            onClick={() => {
              tabConnection.reconnect();
            }}
          >
            {t('Reconnect now')}
          </AlertActionLink>
        }
      />
    </PageSection>
  );
}
