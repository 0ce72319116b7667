import { useEffect, useRef, type KeyboardEvent } from 'react';
import {
  Alert,
  Button,
  DrawerPanelContent,
  Modal,
  Tab,
  TabContent,
  Tabs,
  TabTitleText,
  Title,
} from '@patternfly/react-core';
import { AngleDownIcon, AngleUpIcon, TimesIcon } from '@patternfly/react-icons';
import { getPlanVm, type PlanVmDetails, type VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { formatDuration } from '../../../../shared/format.ts';
import { useT } from '../../../../shared/i18n.ts';
import { useLive } from '../../../../shared/live/use-live.ts';
import { MessageText } from '../../../../shared/messages/message-text.tsx';
import { ConditionsTable } from '../../../../shared/page/conditions-table.tsx';
import { GuardedButton } from '../../../../shared/page/guarded-button.tsx';
import { Loading, ProblemAlert, ProblemState } from '../../../../shared/page/states.tsx';
import { StatusCell } from '../../../../shared/states/status-cell.tsx';
import { ActionMenu, type MenuAction } from '../../../../shared/table/row-menu.tsx';
import { sourceSentence, sourceText } from '../vms/source-text.ts';
import { drawerViews, type DrawerView } from '../vms/use-selected-vm.ts';
import type { PageWidth } from '../vms/use-width.ts';
import { hasSucceeded, isCancelable, isPaused, isRetryable, vmStatus } from '../vms/vm-status.ts';
import { DiskBars } from './disk-bars.tsx';
import { VmCopies } from './vm-copies.tsx';
import { isBroken, VmSteps } from './vm-steps.tsx';

interface VmDrawerProps {
  readonly plan: PlanDetails;
  /** Id. */
  readonly vm: string;
  readonly view: DrawerView;
  readonly width: PageWidth;
  /** Rows in the order in which the table shows them. */
  readonly neighbors: readonly VmRow[];
  readonly actionsOf: (row: VmRow) => readonly MenuAction[];
  readonly onOpen: (vm: string) => void;
  readonly onView: (view: DrawerView) => void;
  readonly onClose: () => void;
}

const titleId = 'gantry-drawer-title';

function Neighbors({ vm, neighbors, onOpen }: Pick<VmDrawerProps, 'vm' | 'neighbors' | 'onOpen'>) {
  const t = useT();
  const index = neighbors.findIndex(({ id }) => id === vm);
  const to = (offset: number) => (index < 0 ? undefined : neighbors[index + offset]);
  const [previous, next] = [to(-1), to(1)];
  return (
    <>
      <Button
        variant="plain"
        aria-label={t('Previous VM')}
        icon={<AngleUpIcon />}
        isAriaDisabled={previous === undefined}
        onClick={() => previous !== undefined && onOpen(previous.id)}
      />
      <Button
        variant="plain"
        aria-label={t('Next VM')}
        icon={<AngleDownIcon />}
        isAriaDisabled={next === undefined}
        onClick={() => next !== undefined && onOpen(next.id)}
      />
    </>
  );
}

function mainAction(vm: VmRow): string | undefined {
  if (hasSucceeded(vm)) return 'open';
  if (isRetryable(vm)) return 'retry';
  if (isPaused(vm)) return 'cutover';
  return isCancelable(vm) ? 'cancel' : undefined;
}

/** The act that fits the state stands outside of the menu. */
function DrawerActions({ vm, actions }: { readonly vm: VmRow; readonly actions: readonly MenuAction[] }) {
  const first = actions.find(({ key }) => key === mainAction(vm));
  return (
    <div className="gantry-drawer-actions">
      {first !== undefined && (
        <GuardedButton variant="secondary" title={first.title} obstacle={first.obstacle} onClick={first.run} />
      )}
      <ActionMenu name={vm.name} actions={actions} />
    </div>
  );
}

function SourceLine({ vm }: { readonly vm: PlanVmDetails }) {
  const t = useT();
  const { host, downtimeSeconds: off } = vm;
  const parts = [
    ...(host === undefined ? [] : [host]),
    sourceSentence(t, vm.source) ?? sourceText(t, vm.source),
    ...(off === undefined ? [] : [t('It was off for {{duration}}.', { duration: formatDuration(off) })]),
  ];
  return (
    <span>
      <strong>{t('Source:')}</strong> {parts.join(' · ')}
    </span>
  );
}

function Warnings({ vm }: { readonly vm: PlanVmDetails }) {
  return vm.warnings.map((warning) => (
    <Alert component="h3" key={`${warning.code} ${warning.text}`} isInline variant="warning" title={warning.text}>
      {warning.advice !== undefined && <MessageText message={warning} />}
    </Alert>
  ));
}

const tabsId = 'gantry-drawer';
const contentId = 'gantry-drawer-content';

const viewTitles = (t: ReturnType<typeof useT>): Readonly<Record<DrawerView, string>> => ({
  pipeline: t('Pipeline'),
  disks: t('Disks'),
  copies: t('Precopies'),
  conditions: t('Conditions'),
});

function VmViews({ vm, view, onView }: { readonly vm: PlanVmDetails } & Pick<VmDrawerProps, 'view' | 'onView'>) {
  const t = useT();
  const titles = viewTitles(t);
  return (
    <>
      <Tabs
        id={tabsId}
        aria-label={t('Views of {{name}}', { name: vm.name })}
        activeKey={view}
        onSelect={(_, wanted) => onView(drawerViews.find((one) => one === wanted) ?? 'pipeline')}
        className="pf-v6-u-mb-md"
      >
        {drawerViews
          .filter((one) => one !== 'copies' || vm.warm !== undefined)
          .map((one) => (
            <Tab key={one} eventKey={one} tabContentId={contentId} title={<TabTitleText>{titles[one]}</TabTitleText>} />
          ))}
      </Tabs>
      <TabContent id={contentId} eventKey={view} activeKey={view} aria-labelledby={`pf-tab-${view}-${tabsId}`}>
        {view === 'pipeline' && <VmSteps vm={vm} />}
        {view === 'disks' && <DiskBars vm={vm} />}
        {view === 'copies' && <VmCopies vm={vm} />}
        {view === 'conditions' && <ConditionsTable conditions={vm.conditions} />}
      </TabContent>
    </>
  );
}

/** Esc in an open menu closes the menu only. */
function closesDrawer(event: KeyboardEvent<HTMLElement>): boolean {
  return event.key === 'Escape' && document.querySelector('[role="menu"]') === null;
}

/** Everything about one VM of a plan: beside the list, over it, or in its place on a phone. */
export function VmDrawer(props: VmDrawerProps) {
  const t = useT();
  const { plan, vm: id, view, width, neighbors, actionsOf, onOpen, onView, onClose } = props;
  const { data, problem, reload } = useLive(getPlanVm, {
    params: { project: plan.namespace, name: plan.name, vm: id },
    query: {},
  });
  const row = data ?? neighbors.find((one) => one.id === id);
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    if (region.current?.contains(document.activeElement) !== true) document.getElementById(titleId)?.focus();
  }, [id]);
  const content = (
    <section
      ref={region}
      className="gantry-drawer-content"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (closesDrawer(event)) onClose();
      }}
    >
      <div className="gantry-drawer-head">
        <div className="gantry-drawer-title">
          <Title headingLevel="h2" id={titleId} tabIndex={-1}>
            {row?.name ?? id}
          </Title>
          <span className="gantry-drawer-navigation">
            <Neighbors vm={id} neighbors={neighbors} onOpen={onOpen} />
            <Button variant="plain" aria-label={t('Close')} icon={<TimesIcon />} onClick={onClose} />
          </span>
        </div>
        {row !== undefined && <StatusCell {...vmStatus(plan, isBroken(row) ? shortened(t, row) : row)} />}
        {data !== undefined && <SourceLine vm={data} />}
        {row !== undefined && <DrawerActions vm={row} actions={actionsOf(row)} />}
      </div>
      {data === undefined && problem === undefined && <Loading onRetry={reload} />}
      {data === undefined && problem !== undefined && (
        <ProblemState problem={problem} attempt={t('view this VM')} onRetry={reload} />
      )}
      {data !== undefined && problem !== undefined && (
        <ProblemAlert problem={problem} title={t('The VM could not be updated')} />
      )}
      {data !== undefined && <Warnings vm={data} />}
      {data !== undefined && <VmViews vm={data} view={view} onView={onView} />}
    </section>
  );
  return width === 'narrow' ? (
    <Modal isOpen aria-labelledby={titleId} elementToFocus={`#${titleId}`} className="gantry-cover">
      {content}
    </Modal>
  ) : (
    <DrawerPanelContent
      widths={{ default: 'width_100', lg: 'width_50', xl: 'width_33' }}
      {...(width === 'wide'
        ? { isResizable: true, minSize: '20rem', defaultSize: '24rem', resizeAriaLabel: t('Resize') }
        : {})}
    >
      {content}
    </DrawerPanelContent>
  );
}

/** The failure stands below in full: the head says it in a word. */
function shortened(t: ReturnType<typeof useT>, row: VmRow): VmRow {
  const text = t('Attempt {{number}}', { number: row.attempt });
  return { ...row, message: { code: 'attempt', parameters: {}, text } };
}
