import { useEffect, useState, type ReactNode } from 'react';
import {
  Alert,
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  EmptyStateVariant,
  Skeleton,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import { LockIcon } from '@patternfly/react-icons';
import { Link } from 'react-router';
import type { Problem } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../i18n.ts';
import { MessageText } from '../messages/message-text.tsx';
import { messageOf } from '../messages/say.ts';
import { copyText } from './copy-text.ts';
import { toastFailure } from './toasts.tsx';
import { SwitchProject } from './switch-project.tsx';

const quietMs = 300;
const slowMs = 10_000;

function useElapsed(milliseconds: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), milliseconds);
    return () => {
      clearTimeout(timer);
    };
  }, [milliseconds]);
  return elapsed;
}

/** Nothing at first, then skeletons; says so when the service is slow. */
export function Loading({ onRetry }: { readonly onRetry: () => void }) {
  const t = useT();
  const visible = useElapsed(quietMs);
  const slow = useElapsed(slowMs);
  if (!visible) return <div aria-busy="true" />;
  return (
    <Stack hasGutter aria-busy="true">
      {slow && (
        <StackItem>
          <Alert component="h2" isInline isPlain variant="info" title={t('Still loading. The service answers slowly.')}>
            <Button variant="link" isInline onClick={onRetry}>
              {t('Retry')}
            </Button>
          </Alert>
        </StackItem>
      )}
      {['90%', '80%', '85%', '75%'].map((width) => (
        <StackItem key={width}>
          <Skeleton width={width} screenreaderText={t('Loading')} />
        </StackItem>
      ))}
    </Stack>
  );
}

interface ProblemStateProps {
  readonly problem: Problem;
  /** What could not be shown: "view providers in project dev-2". */
  readonly attempt: string;
  readonly onRetry: () => void;
}

function Forbidden({ problem, attempt }: ProblemStateProps) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const request = t('I can’t {{attempt}}: {{detail}}', { attempt, detail: problem.detail ?? problem.title });
  const copy = async () => {
    if ((await copyText(request)) === 'copied') setCopied(true);
    else toastFailure(t('The browser did not let this be copied'), request);
  };
  return (
    <EmptyState
      icon={LockIcon}
      titleText={t('You can’t {{attempt}}', { attempt })}
      headingLevel="h2"
      variant={EmptyStateVariant.lg}
    >
      <EmptyStateBody>{problem.detail ?? problem.title}</EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <SwitchProject />
          <Button variant="secondary" onClick={() => void copy()}>
            {copied ? t('Copied') : t('Copy request')}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

/** In place of a page or card that has no data to show. */
export function ProblemState(props: ProblemStateProps) {
  const t = useT();
  const { problem, attempt, onRetry } = props;
  if (problem.status === 403) return <Forbidden {...props} />;
  return (
    <EmptyState status="danger" titleText={t('Could not {{attempt}}', { attempt })} headingLevel="h2">
      <EmptyStateBody>
        <MessageText message={messageOf(problem)} requestId={problem.requestId} />
      </EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button variant="primary" onClick={onRetry}>
            {t('Try again')}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

/** A problem while data is shown already: the data stays. */
export function ProblemAlert({ problem, title }: { readonly problem: Problem; readonly title: string }) {
  return (
    <Alert component="h2" isInline variant="danger" title={title} className="pf-v6-u-mb-md">
      <MessageText message={messageOf(problem)} requestId={problem.requestId} />
    </Alert>
  );
}

/** The object was deleted: its last view stays readable. */
export function GoneAlert({ title, to, link }: { readonly title: string; readonly to: string; readonly link: string }) {
  return (
    <Alert
      component="h2"
      isInline
      variant="info"
      title={title}
      actionLinks={<Link to={to}>{link}</Link>}
      className="pf-v6-u-mb-md"
    />
  );
}

interface EmptyProps {
  readonly title: string;
  readonly text: string;
  readonly icon: React.ComponentType;
  readonly actions: ReactNode;
}

export function FirstUse({ title, text, icon, actions }: EmptyProps) {
  return (
    <EmptyState icon={icon} titleText={title} headingLevel="h2" variant={EmptyStateVariant.lg}>
      <EmptyStateBody>{text}</EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>{actions}</EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}
