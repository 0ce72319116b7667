import {
  Button,
  Checkbox,
  Flex,
  FlexItem,
  List,
  ListItem,
  Stack,
  StackItem,
  Title,
  useWizardContext,
} from '@patternfly/react-core';
import { judgePlan, type PlanBundle } from '@gantry/bff/api/http/plan-wizard.ts';
import { call } from '../../../shared/api/call.ts';
import { useOnce } from '../../../shared/api/use-once.ts';
import { formatBytes, formatNumber } from '../../../shared/format.ts';
import { useT, type Translate } from '../../../shared/i18n.ts';
import { say } from '../../../shared/messages/say.ts';
import { Facts, type Fact } from '../../../shared/page/facts-card.tsx';
import { Loading, ProblemState } from '../../../shared/page/states.tsx';
import { ReadinessList } from '../readiness-list.tsx';
import { countDiffering, type Draft, type StepId, type VmOptions } from './draft.ts';
import { destinationKey, destinationText } from '../../../shared/maps/targets.ts';
import { mappedNetwork, mappedStorage } from './mapping.ts';
import { partNames, planParts } from './plan-parts.ts';
import { selectionSums } from './selection.ts';
import { conversions, powerStates } from './type-step.tsx';
import { migrationTypes } from './type-choice.tsx';
import type { WizardState } from './use-wizard.ts';

interface Section {
  readonly step: StepId;
  readonly title: string;
  readonly facts: Fact[];
}

/** As many names as are read at a glance. */
const namesShown = 20;

function machineFacts(t: Translate, { draft }: WizardState): Fact[] {
  const sums = selectionSums(draft.vms);
  const names = [...draft.vms.values()].map(({ vm }) => vm.name);
  const rest = names.length - namesShown;
  const shown = names.slice(0, namesShown).join(', ');
  const amount = [
    t('{{count}} VMs', { count: sums.vms }),
    t('{{number}} running', { number: formatNumber(sums.running) }),
    t('{{total}} of disks', { total: formatBytes(sums.diskBytes) }),
  ].join(' · ');
  return [
    { term: t('Selected'), value: amount },
    {
      term: t('Names'),
      value: rest > 0 ? t('{{names}} and {{number}} more', { names: shown, number: formatNumber(rest) }) : shown,
    },
  ];
}

function mapSections(t: Translate, { draft, proposals: { data } }: WizardState): Section[] {
  const networkText = (row: NonNullable<typeof data>['networks'][number]) => {
    const { destination } = mappedNetwork(draft, row);
    const target = data?.networkTargets.find(
      (one) => destination !== undefined && destinationKey(one.destination) === destinationKey(destination),
    );
    return target === undefined ? t('Not chosen') : destinationText(t, target.destination);
  };
  return [
    {
      step: 'networks',
      title: t('Network map'),
      facts: (data?.networks ?? []).map((row) => ({ term: row.source.name, value: networkText(row) })),
    },
    {
      step: 'storages',
      title: t('Storage map'),
      facts: (data?.storages ?? []).map((row) => {
        const { storageClass, volumeMode, accessMode } = mappedStorage(draft, row).destination ?? {};
        const parts = [storageClass, volumeMode, accessMode].filter((part) => part !== undefined);
        return { term: row.source.name, value: parts.length === 0 ? t('Not chosen') : parts.join(' · ') };
      }),
    },
  ];
}

function precopyText(t: Translate, typed: string): string {
  const minutes = typed.trim();
  return minutes === '' ? t('As the service is set') : t('{{minutes}} min', { minutes });
}

function typeFacts(t: Translate, { draft }: WizardState): Fact[] {
  const { options } = draft;
  const conversion = conversions.find(({ value }) => value === options.guestConversion)?.label ?? '';
  const power = powerStates.find(({ value }) => value === options.targetPowerState)?.label ?? '';
  const devices = options.compatibilityDevices ? t('with compatibility devices') : t('with virtio devices');
  return [
    { term: t('Type'), value: t(migrationTypes.find(({ value }) => value === options.type)?.label ?? '') },
    ...(options.type === 'warm'
      ? [
          { term: t('Precopy interval'), value: precopyText(t, options.precopyInterval) },
          ...ownFact(t, draft, ({ precopyInterval }) => precopyInterval !== undefined),
          {
            term: t('Changed block tracking'),
            value: options.enableChangeTracking ? t('Turned on where it is off') : t('As it is'),
          },
        ]
      : []),
    {
      term: t('Guest conversion'),
      value: options.guestConversion === 'rawCopy' ? `${t(conversion)}, ${devices}` : t(conversion),
    },
    { term: t('Target power state'), value: t(power) },
  ];
}

/** How many VMs have something else than what holds for all; nothing where none has. */
function ownFact(t: Translate, draft: Draft, differs: (options: VmOptions) => boolean): Fact[] {
  const count = countDiffering(draft, differs);
  return count === 0 ? [] : [{ term: t('Chosen for single VMs'), value: t('{{count}} VMs', { count }) }];
}

function hookFacts(t: Translate, { draft }: WizardState): Fact[] {
  const { before, after } = draft.options.hooks ?? {};
  return [
    { term: t('Before the migration'), value: before ?? t('None') },
    { term: t('After the migration'), value: after ?? t('None') },
    ...ownFact(t, draft, (own) => own.before !== undefined || own.after !== undefined),
  ];
}

function plansFact(t: Translate, { draft, general }: WizardState): Fact {
  const names = partNames(general.name, planParts(draft.vms).length);
  return names.length === 1
    ? { term: t('Plan name'), value: general.name }
    : { term: t('Plan names'), value: names.join(', ') };
}

function sectionsOf(t: Translate, wizard: WizardState): Section[] {
  const { general } = wizard;
  return [
    {
      step: 'general',
      title: t('General'),
      facts: [
        plansFact(t, wizard),
        { term: t('Project'), value: general.project },
        { term: t('Source provider'), value: general.source?.name ?? t('Not chosen') },
        { term: t('Target provider'), value: general.target?.name ?? t('Not chosen') },
        { term: t('Target project'), value: general.targetProject ?? t('Not chosen') },
        ...(general.description === '' ? [] : [{ term: t('Description'), value: general.description }]),
      ],
    },
    { step: 'machines', title: t('Virtual machines'), facts: machineFacts(t, wizard) },
    ...mapSections(t, wizard),
    { step: 'type', title: t('Migration type'), facts: typeFacts(t, wizard) },
    { step: 'hooks', title: t('Hooks'), facts: hookFacts(t, wizard) },
  ];
}

function ReviewSection({ step, title, facts }: Section) {
  const t = useT();
  const { goToStepById } = useWizardContext();
  return (
    <section aria-label={title}>
      <Flex alignItems={{ default: 'alignItemsBaseline' }} className="pf-v6-u-mb-sm">
        <FlexItem>
          <Title headingLevel="h3">{title}</Title>
        </FlexItem>
        <FlexItem>
          <Button
            variant="link"
            isInline
            aria-label={t('Edit {{title}}', { title })}
            onClick={() => goToStepById(step)}
          >
            {t('Edit')}
          </Button>
        </FlexItem>
      </Flex>
      {facts.length > 0 && <Facts facts={facts} />}
    </section>
  );
}

interface JudgementProps {
  readonly project: string;
  readonly bundle: PlanBundle;
  /** Are there several plans, so that titles name theirs? */
  readonly among: 'one' | 'several';
}

function Judgement({ project, bundle, among }: JudgementProps) {
  const t = useT();
  const { data, problem, reload } = useOnce(JSON.stringify(bundle), (signal) =>
    call(judgePlan, { params: { project }, query: {}, body: bundle }, signal),
  );
  const named = (title: string) => (among === 'one' ? title : `${bundle.name}: ${title}`);
  if (problem !== undefined) return <ProblemState problem={problem} attempt={t('check the plan')} onRetry={reload} />;
  if (data === undefined) return <Loading onRetry={reload} />;
  return (
    <>
      {data.consequences.length > 0 && (
        <StackItem>
          <section aria-label={named(t('What will happen'))}>
            <Title headingLevel="h3">{named(t('What will happen'))}</Title>
            <List>
              {data.consequences.map((message) => (
                <ListItem key={message.text}>{say(t, message).what}</ListItem>
              ))}
            </List>
          </section>
        </StackItem>
      )}
      <StackItem>
        <section aria-label={named(t('Readiness'))}>
          <Flex alignItems={{ default: 'alignItemsBaseline' }} className="pf-v6-u-mb-sm">
            <FlexItem>
              <Title headingLevel="h3">{named(t('Readiness'))}</Title>
            </FlexItem>
            <FlexItem>
              <Button variant="link" isInline onClick={reload}>
                {t('Check again')}
              </Button>
            </FlexItem>
          </Flex>
          <ReadinessList readiness={data.readiness} />
          {data.readiness.some(({ level }) => level === 'block') && (
            <p className="pf-v6-u-mt-sm">{t('The plan can be created, but not started before this is solved.')}</p>
          )}
        </section>
      </StackItem>
    </>
  );
}

export function ReviewStep({ wizard }: { readonly wizard: WizardState }) {
  const t = useT();
  return (
    <Stack hasGutter className="gantry-form">
      {sectionsOf(t, wizard).map((section) => (
        <StackItem key={section.step}>
          <ReviewSection {...section} />
        </StackItem>
      ))}
      {wizard.bundles.map((bundle, _, { length }) => (
        <Judgement
          key={bundle.name}
          project={wizard.general.project}
          bundle={bundle}
          among={length === 1 ? 'one' : 'several'}
        />
      ))}
      <StackItem>
        <Checkbox
          id="plan-start-when-ready"
          label={t('Start when the plan is ready')}
          isChecked={wizard.draft.options.startWhenReady}
          onChange={(_, startWhenReady) => {
            wizard.dispatch({ type: 'optionsChanged', change: { startWhenReady } });
          }}
        />
      </StackItem>
    </Stack>
  );
}
