import type { Message } from '@gantry/bff/api/http/shapes.ts';
import { useT } from '../i18n.ts';
import { say } from '../messages/say.ts';
import type { Appearance } from './appearance.ts';
import { StateLabel } from './state-label.tsx';

/** A state and the sentence that explains it; never one without the other. */
export function StatusCell({ appearance, message }: { readonly appearance: Appearance; readonly message: Message }) {
  const t = useT();
  return (
    <div className="gantry-status">
      <StateLabel appearance={appearance} />
      <span className="gantry-status-sentence">{say(t, message).what}</span>
    </div>
  );
}
