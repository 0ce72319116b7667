import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import type { Translate } from '../../../../shared/i18n.ts';
import { say } from '../../../../shared/messages/say.ts';
import { planAppearance } from '../../../../shared/states/appearance.ts';

type Facts = Pick<PlanDetails, 'name' | 'state' | 'message' | 'vms' | 'progress'>;

const marks = [75, 50, 25] as const;

/** What is worth saying of a change: another state, a failure, a quarter more; undefined for everything else. */
export function announcementOf(t: Translate, before: Facts, now: Facts): string | undefined {
  if (now.state !== before.state)
    return t('{{label}}: {{value}}', { label: t(planAppearance[now.state].label), value: say(t, now.message).what });
  if (now.vms.failed > before.vms.failed) return t('{{count}} VMs failed.', { count: now.vms.failed });
  const [was, is] = [before.progress?.percent ?? 0, now.progress?.percent ?? 0];
  const mark = marks.find((one) => was < one && is >= one);
  return mark === undefined ? undefined : t('{{percent}} % are copied.', { percent: mark });
}

/** Only failures of the user's own act and this may interrupt. */
export function isUrgent(before: Facts, now: Facts): boolean {
  return now.state === 'SourceNotPoweredOn' && before.state !== 'SourceNotPoweredOn';
}

const quietMs = 10_000;

/** At most one text per 10 s; of those that come meanwhile the newest wins. `say` returns once the text is there. */
export class Announcer {
  readonly #say: (text: string) => void;
  readonly #now: () => number;
  #last = Number.NEGATIVE_INFINITY;
  #next: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (text: string) => void, now: () => number) {
    this.#say = say;
    this.#now = now;
  }

  announce(text: string): void {
    this.#next = text;
    if (this.#timer !== undefined) return;
    const wait = this.#last + quietMs - this.#now();
    if (wait <= 0) this.#speak();
    else this.#timer = setTimeout(() => this.#speak(), wait);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #speak(): void {
    this.#timer = undefined;
    if (this.#next === undefined) return;
    this.#say(this.#next);
    this.#next = undefined;
    // Quiet begins when the text is there, which on a busy machine takes its time.
    this.#last = this.#now();
  }
}
