import type { AnswerOf } from '@gantry/bff/api/http/endpoint.ts';
import type { testConnection } from '@gantry/bff/api/http/providers.ts';
import type { Message } from '@gantry/bff/api/http/shapes.ts';
import { Icon, Label, List, ListItem, ListVariant } from '@patternfly/react-core';
import {
  CheckCircleIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  MinusIcon,
  QuestionCircleIcon,
} from '@patternfly/react-icons';
import type { ComponentType } from 'react';
import { key, useT } from '../../../shared/i18n.ts';
import { MessageText } from '../../../shared/messages/message-text.tsx';
import { say } from '../../../shared/messages/say.ts';

export type TestResult = AnswerOf<typeof testConnection>;
type Check = TestResult['checks'][number];

const checkNames: Readonly<Record<Check['check'], string>> = {
  address: key('Address'),
  tls: key('TLS'),
  certificate: key('Certificate'),
  signIn: key('Sign-in'),
  privileges: key('Privileges'),
};

interface ResultLook {
  readonly text: string;
  readonly icon: ComponentType;
  readonly status?: 'success' | 'danger' | 'warning' | 'info';
}

const looks: Readonly<Record<Check['result'], ResultLook>> = {
  passed: { text: key('passed'), icon: CheckCircleIcon, status: 'success' },
  failed: { text: key('failed'), icon: ExclamationCircleIcon, status: 'danger' },
  warning: { text: key('warning'), icon: ExclamationTriangleIcon, status: 'warning' },
  confirm: { text: key('confirm below'), icon: QuestionCircleIcon, status: 'info' },
  notRun: { text: key('not run'), icon: MinusIcon },
};

function CheckLabel({ check }: { readonly check: Check }) {
  const t = useT();
  const { text, icon: Shape, status } = looks[check.result];
  const detail = check.result === 'passed' && check.message !== undefined ? ` (${say(t, check.message).what})` : '';
  return (
    <Label
      variant="outline"
      icon={
        <Icon status={status}>
          <Shape />
        </Icon>
      }
    >
      {t(checkNames[check.check])}: {t(text)}
      {detail}
    </Label>
  );
}

interface ConnectionResultsProps {
  readonly result: TestResult | undefined;
  readonly server: string;
  readonly user: string;
}

/** The faults by which a server refuses who signs in: told with the names that were typed. */
const refusals = new Set(['sign-in-failed', 'InvalidLogin']);

/** Results per check, in the order of the test; what was not reached is not shown as passed. */
export function ConnectionResults({ result, server, user }: ConnectionResultsProps) {
  const t = useT();
  const named = (message: Message): Message =>
    refusals.has(message.code)
      ? { ...message, code: 'sign-in-failed', parameters: { ...message.parameters, provider: server, user } }
      : message;
  const explained =
    result?.checks.filter((check) => ['failed', 'warning'].includes(check.result) && check.message !== undefined) ?? [];
  return (
    <div role="status" aria-label={t('Result of the connection test')}>
      {result !== undefined && (
        <List isPlain variant={ListVariant.inline}>
          {result.checks.map((check) => (
            <ListItem key={check.check}>
              <CheckLabel check={check} />
            </ListItem>
          ))}
        </List>
      )}
      {explained.map(
        (check) => check.message !== undefined && <MessageText key={check.check} message={named(check.message)} />,
      )}
    </div>
  );
}
