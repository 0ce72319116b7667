import { Gallery, GalleryItem, List, ListItem, Stack, StackItem } from '@patternfly/react-core';
import { Link } from 'react-router';
import type { HookDetails } from '@gantry/bff/api/http/hooks.ts';
import { detailsAddress } from '../../../shared/address.ts';
import { useT } from '../../../shared/i18n.ts';
import { ConditionsTable } from '../../../shared/page/conditions-table.tsx';
import { Facts, RegionCard } from '../../../shared/page/facts-card.tsx';
import { contentText, deadlineText, kindNames } from '../hook.ts';
import { HookUsesTable } from './hook-uses-table.tsx';

function Uses({ hook }: { readonly hook: HookDetails }) {
  const t = useT();
  if (hook.plans === 0) return <p>{t('No plan uses this hook.')}</p>;
  const hidden = hook.plans - hook.usedBy.length;
  return (
    <List isPlain>
      {hook.usedBy.map((plan) => (
        <ListItem key={`${plan.namespace} ${plan.name}`}>
          <Link to={detailsAddress('Plan', plan)}>{plan.name}</Link>
        </ListItem>
      ))}
      {hidden > 0 && <ListItem>{t('{{count}} plans that you may not see', { count: hidden })}</ListItem>}
    </List>
  );
}

export function HookOverview({ hook }: { readonly hook: HookDetails }) {
  const t = useT();
  return (
    <Stack hasGutter>
      <StackItem>
        <Gallery hasGutter minWidths={{ default: '17rem' }}>
          <GalleryItem>
            <RegionCard title={t('Hook')}>
              <Facts
                facts={[
                  { term: t('Kind'), value: t(kindNames[hook.kind]) },
                  {
                    term: hook.kind === 'template' ? t('Content') : t('Image'),
                    value: contentText(t, hook),
                  },
                  ...(hook.template === undefined
                    ? [{ term: t('Service account'), value: hook.serviceAccount ?? t('Of the plan') }]
                    : [
                        { term: t('Address of the platform'), value: hook.template.url || t('Of the administrators') },
                        {
                          term: t('Secret with the token'),
                          value: hook.template.tokenSecret || t('Of the administrators'),
                        },
                      ]),
                  { term: t('Deadline'), value: deadlineText(t, hook.deadlineSeconds) },
                ]}
              />
            </RegionCard>
          </GalleryItem>
          <GalleryItem>
            <RegionCard title={t('Used by')}>
              <Uses hook={hook} />
            </RegionCard>
          </GalleryItem>
        </Gallery>
      </StackItem>
      {hook.playbook !== undefined && (
        <StackItem>
          <RegionCard title={t('Playbook')}>
            <pre className="gantry-evidence">{hook.playbook}</pre>
          </RegionCard>
        </StackItem>
      )}
      <StackItem>
        <RegionCard title={t('Last runs')}>
          <HookUsesTable uses={hook.uses} />
        </RegionCard>
      </StackItem>
      <StackItem>
        <RegionCard title={t('Conditions')}>
          <ConditionsTable conditions={hook.conditions} />
        </RegionCard>
      </StackItem>
    </Stack>
  );
}
