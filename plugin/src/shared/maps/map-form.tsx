import type { ReactNode } from 'react';
import { ActionGroup, Alert, Button, Content, Flex, FlexItem, Form, FormSection } from '@patternfly/react-core';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { LeaveGuard } from '../forms/leave-guard.tsx';
import { OptionSelect } from '../forms/option-select.tsx';
import { useT } from '../i18n.ts';
import { MessageText } from '../messages/message-text.tsx';
import { messageOf } from '../messages/say.ts';
import { Loading, ProblemState } from '../page/states.tsx';
import { fieldIds } from './map-fields.ts';
import type { MapFormState } from './use-map-form.ts';
import type { NetworkRow, StorageRow } from './targets.ts';

interface MapFormProps<Row extends NetworkRow | StorageRow> {
  readonly form: MapFormState<Row>;
  /** Above the rows, where there are any. */
  readonly fields?: ReactNode;
  readonly table: ReactNode;
  /** Of the select that adds a row: "Add network". */
  readonly addTitle: string;
  /** "41 of 46 NICs mapped". */
  readonly coverage: string;
  readonly saveTitle: string;
  readonly onLeave: () => void;
}

const addId = 'map-add';

function RowsPart<Row extends NetworkRow | StorageRow>(props: MapFormProps<Row>) {
  const t = useT();
  const { form, table, addTitle, coverage } = props;
  const { proposals, addable, dispatch, general } = form;
  const { data, problem, reload } = proposals;
  if (general.source === undefined || general.target === undefined)
    return <p>{t('Choose both providers to see what can be mapped.')}</p>;
  if (problem !== undefined) return <ProblemState problem={problem} attempt={t('propose maps')} onRetry={reload} />;
  if (data === undefined) return <Loading onRetry={reload} />;
  return (
    <>
      <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} className="pf-v6-u-mb-sm">
        <FlexItem>
          <Content component="p" role="status">
            {coverage}
          </Content>
        </FlexItem>
        <FlexItem>
          <Button variant="secondary" size="sm" onClick={reload}>
            {t('Propose again')}
          </Button>
        </FlexItem>
      </Flex>
      {table}
      {addable.length > 0 && (
        <div className="gantry-form pf-v6-u-mt-sm">
          <OptionSelect
            id={addId}
            label={addTitle}
            placeholder={addTitle}
            value={undefined}
            options={addable.map(({ source }) => ({ value: source.id, label: source.name, description: source.id }))}
            onChange={(key) => dispatch({ type: 'added', key })}
          />
        </div>
      )}
    </>
  );
}

/** A map's rows with proposals and reasons, its fields and buttons. */
export function MapForm<Row extends NetworkRow | StorageRow>(props: MapFormProps<Row>) {
  const t = useT();
  const { form, fields, saveTitle, onLeave } = props;
  const { errors, attempt, problem, busy, isDirty } = form;
  return (
    <LeaveGuard
      title={t('Leave without saving?')}
      text={t('What you chose is lost.')}
      isDirty={isDirty && !busy}
      onLeave={onLeave}
    >
      {(leave) => (
        <Form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void form.submit();
          }}
        >
          <ErrorSummary errors={errors} attempt={attempt} />
          {problem !== undefined && (
            <Alert component="h2" isInline variant="danger" title={t('That did not work')}>
              <MessageText message={messageOf(problem)} requestId={problem.requestId} />
            </Alert>
          )}
          {fields !== undefined && (
            <FormSection title={t('General')} titleElement="h2" className="gantry-form">
              {fields}
            </FormSection>
          )}
          <div id={fieldIds.rows} tabIndex={-1}>
            <RowsPart {...props} />
          </div>
          <ActionGroup>
            <Button type="submit" isLoading={busy} spinnerAriaLabel={t('Working')}>
              {saveTitle}
            </Button>
            <Button variant="link" onClick={leave}>
              {t('Cancel')}
            </Button>
          </ActionGroup>
        </Form>
      )}
    </LeaveGuard>
  );
}
