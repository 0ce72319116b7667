import { Content, Stack, StackItem } from '@patternfly/react-core';
import { useNavigate } from 'react-router';
import { detailsAddress } from '../../../shared/address.ts';
import { useAccess } from '../../../shared/api/use-access.ts';
import { formatFullTime } from '../../../shared/format.ts';
import { useT, type Translate } from '../../../shared/i18n.ts';
import { Facts, RegionCard, type Fact } from '../../../shared/page/facts-card.tsx';
import { GuardedButton } from '../../../shared/page/guarded-button.tsx';
import type { ProviderDetails } from '../../../shared/providers/provider.ts';
import { trustTexts } from './provider-changes.ts';

function storedFacts(t: Translate, provider: ProviderDetails): Fact[] {
  const { secret, user, type, trustMode, certificateExpires } = provider;
  if (secret === undefined) return [];
  const stored = t('Stored, never shown');
  return [
    { term: t('Secret'), value: secret.name },
    {
      term: t('Made by'),
      value: secret.madeByGantry ? 'Gantry' : t('Somebody else; it stays when the provider is deleted'),
    },
    ...(type === 'openshift'
      ? [{ term: t('Token'), value: stored }]
      : [
          { term: t('User name'), value: user ?? '–' },
          { term: t('Password'), value: stored },
        ]),
    { term: t('Certificate'), value: trustMode === undefined ? '–' : t(trustTexts[trustMode]) },
    ...(certificateExpires === undefined
      ? []
      : [{ term: t('Certificate expires'), value: formatFullTime(certificateExpires) }]),
  ];
}

/** What the provider signs in with, as far as the user may read its Secret; never a password. */
export function ProviderCredentials({ provider }: { readonly provider: ProviderDetails }) {
  const t = useT();
  const navigate = useNavigate();
  const { namespace: project } = provider;
  const [patch] = useAccess([{ verb: 'patch', resource: 'providers', namespace: project }]) ?? [];
  const facts = storedFacts(t, provider);
  return (
    <RegionCard title={t('Credentials')}>
      <Stack hasGutter>
        <StackItem>
          {facts.length === 0 ? (
            <Content component="p">
              {t(
                'The secret of the provider does not exist, or you need permission to read secrets in project {{project}}.',
                {
                  project,
                },
              )}
            </Content>
          ) : (
            <Facts facts={facts} />
          )}
        </StackItem>
        <StackItem>
          <GuardedButton
            variant="secondary"
            title={t('Replace credentials…')}
            obstacle={
              patch === false
                ? t('You need permission to edit providers in project {{project}}.', { project })
                : undefined
            }
            onClick={() => void navigate(`${detailsAddress('Provider', provider, 'edit')}?focus=user`)}
          />
        </StackItem>
      </Stack>
    </RegionCard>
  );
}
