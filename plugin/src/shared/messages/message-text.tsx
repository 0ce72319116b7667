import { useState } from 'react';
import { Button, Content, ExpandableSection } from '@patternfly/react-core';
import type { Message } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../i18n.ts';
import { copyText } from '../page/copy-text.ts';
import { toastFailure } from '../page/toasts.tsx';
import { say } from './say.ts';

interface MessageTextProps {
  readonly message: Message;
  /** Found in the service's log. */
  readonly requestId?: string;
}

function Evidence({ message, requestId }: MessageTextProps) {
  const t = useT();
  const [expanded, setExpanded] = useState(false);
  const [copied, setCopied] = useState(false);
  const lines = [
    t('Code: {{code}}', { code: message.code }),
    ...(requestId ? [t('Request id: {{requestId}}', { requestId })] : []),
    message.text,
    ...(message.raw ? [message.raw] : []),
  ];
  const text = lines.join('\n');
  const copy = async () => {
    if ((await copyText(text)) === 'copied') setCopied(true);
    else toastFailure(t('The browser did not let this be copied'), text);
  };
  return (
    <ExpandableSection
      toggleText={t('Details')}
      isExpanded={expanded}
      onToggle={(_, isExpanded) => {
        setExpanded(isExpanded);
      }}
    >
      <pre className="gantry-evidence">{text}</pre>
      <Button variant="link" isInline onClick={() => void copy()}>
        {copied ? t('Copied') : t('Copy details')}
      </Button>
    </ExpandableSection>
  );
}

/** The three parts of a message; code, request id and raw text are folded below. */
export function MessageText({ message, requestId }: MessageTextProps) {
  const t = useT();
  const said = say(t, message);
  return (
    <>
      <Content component="p">{said.what}</Content>
      {said.source !== undefined && (
        <Content component="p">
          <strong>{t('Source VM:')}</strong> {said.source}
        </Content>
      )}
      {said.advice !== undefined && (
        <Content component="p">
          <strong>{t('What to do:')}</strong> {said.advice}
        </Content>
      )}
      <Evidence message={message} requestId={requestId} />
    </>
  );
}
