import { useState, type ComponentType } from 'react';
import { Button, Icon, List, ListItem } from '@patternfly/react-core';
import { ExclamationCircleIcon, ExclamationTriangleIcon } from '@patternfly/react-icons';
import { Link } from 'react-router';
import type { AttentionItem, Overview } from '@gantry/bff/api/http/overview.ts';
import { detailsAddress } from '../../shared/address.ts';
import { key, useT, type Translate } from '../../shared/i18n.ts';
import { say } from '../../shared/messages/say.ts';

interface Look {
  readonly icon: ComponentType;
  readonly status: 'danger' | 'warning';
  readonly name: string;
}

const bad = (name: string): Look => ({ icon: ExclamationCircleIcon, status: 'danger', name });
const warned = (name: string): Look => ({ icon: ExclamationTriangleIcon, status: 'warning', name });

const looks: Readonly<Record<AttentionItem['matter'], Look>> = {
  SourceNotPoweredOn: bad(key('Source not powered on')),
  Failed: bad(key('Failed')),
  CutoverDue: warned(key('Cutover due')),
  Stalled: warned(key('Stalled')),
  CertificateChanged: bad(key('Certificate changed')),
  Provider: bad(key('Provider')),
  SnapshotsLeft: warned(key('Snapshots left')),
  NotReady: warned(key('Not ready')),
};

const shownAtFirst = 10;

function addressOf({ kind, object, vm }: AttentionItem): string {
  if (vm === undefined) return detailsAddress(kind, object);
  return `${detailsAddress('Plan', object, 'vms')}?${new URLSearchParams({ vm: vm.id }).toString()}`;
}

function nameOf(t: Translate, { object, vm }: AttentionItem): string {
  return vm === undefined ? object.name : t('{{vm}} of {{plan}}', { vm: vm.name, plan: object.name });
}

function Item({ item }: { readonly item: AttentionItem }) {
  const t = useT();
  const { icon: Symbol, status, name } = looks[item.matter];
  return (
    <ListItem
      icon={
        <Icon status={status}>
          <Symbol />
        </Icon>
      }
    >
      <strong>{t(name)}:</strong> {say(t, item.message).what} <Link to={addressOf(item)}>{nameOf(t, item)}</Link>
    </ListItem>
  );
}

/** What needs a person, the worst first: one sentence and one link each. */
export function Attention({ overview }: { readonly overview: Overview }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const { attention, attentionTotal, running } = overview;
  if (attention.length === 0) {
    return (
      <p>
        {running.plans.length === 0
          ? t('Nothing needs you.')
          : t('Nothing needs you. {{count}} plans run as planned.', { count: running.plans.length })}
      </p>
    );
  }
  const shown = all ? attention : attention.slice(0, shownAtFirst);
  return (
    <>
      <List isPlain iconSize="default" aria-label={t('Needs attention')}>
        {shown.map((item) => (
          <Item key={`${item.matter} ${addressOf(item)}`} item={item} />
        ))}
      </List>
      {!all && attention.length > shownAtFirst && (
        <Button variant="link" isInline onClick={() => setAll(true)}>
          {t('Show all {{count}}', { count: attentionTotal })}
        </Button>
      )}
      {all && attentionTotal > attention.length && (
        <p>{t('{{count}} more are not shown.', { count: attentionTotal - attention.length })}</p>
      )}
    </>
  );
}
