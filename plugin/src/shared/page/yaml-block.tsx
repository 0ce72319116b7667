import { useState } from 'react';
import { ClipboardCopyButton, CodeBlock, CodeBlockAction, CodeBlockCode } from '@patternfly/react-core';
import { useT } from '../i18n.ts';
import { copyText } from './copy-text.ts';
import { toastFailure } from './toasts.tsx';

/** An object as kubectl would show it; read-only. */
export function YamlBlock({ yaml }: { readonly yaml: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if ((await copyText(yaml)) === 'copied') setCopied(true);
    else toastFailure(t('The browser did not let this be copied'), t('Select the text and copy it.'));
  };
  return (
    <CodeBlock
      actions={
        <CodeBlockAction>
          <ClipboardCopyButton
            id="gantry-yaml-copy"
            aria-label={t('Copy YAML')}
            variant="plain"
            onClick={() => void copy()}
          >
            {copied ? t('Copied') : t('Copy YAML')}
          </ClipboardCopyButton>
        </CodeBlockAction>
      }
    >
      <CodeBlockCode>{yaml}</CodeBlockCode>
    </CodeBlock>
  );
}
