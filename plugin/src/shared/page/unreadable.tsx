import { Alert, List, ListItem } from '@patternfly/react-core';
import type { Message } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../i18n.ts';
import { say } from '../messages/say.ts';

/** Some parts of a list could not be read; the rest works. */
export function Unreadable({ messages, total }: { readonly messages: readonly Message[]; readonly total: number }) {
  const t = useT();
  if (messages.length === 0) return null;
  return (
    <Alert
      component="h2"
      isInline
      isExpandable
      variant="warning"
      title={t('{{count}} of {{total}} could not be read', { count: messages.length, total: total + messages.length })}
    >
      <List>
        {messages.map((message) => (
          <ListItem key={message.text}>{say(t, message).what}</ListItem>
        ))}
      </List>
    </Alert>
  );
}
