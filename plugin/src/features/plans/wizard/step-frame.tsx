import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Flex, FlexItem, Title } from '@patternfly/react-core';
import { ErrorSummary, type FieldError } from '../../../shared/forms/error-summary.tsx';
import './wizard.css';

interface StepFrameProps {
  readonly title: string;
  readonly errors: readonly FieldError[];
  readonly attempt: number;
  readonly onEnter: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Title and error summary of a step; entering it takes the focus to the title, or to what is wrong there. */
export function StepFrame({ title, errors, attempt, onEnter, actions, children }: StepFrameProps) {
  const headingId = useId();
  const entered = useRef(onEnter);
  useEffect(() => {
    entered.current();
    if (attempt === 0 || errors.length === 0) document.getElementById(headingId)?.focus();
    // Only on entering the step.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return (
    <>
      <Flex justifyContent={{ default: 'justifyContentSpaceBetween' }} className="gantry-step-title">
        <FlexItem>
          <Title headingLevel="h2" size="xl" id={headingId} tabIndex={-1}>
            {title}
          </Title>
        </FlexItem>
        {actions !== undefined && <FlexItem>{actions}</FlexItem>}
      </Flex>
      <ErrorSummary errors={errors} attempt={attempt} />
      {children}
    </>
  );
}
