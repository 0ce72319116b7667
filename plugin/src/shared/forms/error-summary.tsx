import { useEffect, useRef } from 'react';
import { Alert, List, ListItem } from '@patternfly/react-core';
import { useT } from '../i18n.ts';

export interface FieldError {
  /** The id of the field's element. */
  readonly field: string;
  readonly text: string;
}

interface ErrorSummaryProps {
  readonly errors: readonly FieldError[];
  /** Takes the focus whenever this changes. */
  readonly attempt: number;
}

/** What is missing, with links to the fields; takes the focus when a form is sent with errors. */
export function ErrorSummary({ errors, attempt }: ErrorSummaryProps) {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (attempt === 0 || errors.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} className="pf-v6-u-mb-md">
      <Alert
        component="h2"
        isInline
        variant="danger"
        title={t('{{count}} things are missing or wrong', { count: errors.length })}
      >
        <List>
          {errors.map(({ field, text }) => (
            <ListItem key={field}>
              <a
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(field)?.focus();
                }}
              >
                {text}
              </a>
            </ListItem>
          ))}
        </List>
      </Alert>
    </div>
  );
}
