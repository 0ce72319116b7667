import { useEffect, useRef, type RefObject } from 'react';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { useT } from '../../../../shared/i18n.ts';
import { announcementOf, Announcer, isUrgent } from './announcements.ts';

// Not by state: what is rendered later would be heard sooner after it than it should be.
function write(region: RefObject<HTMLElement | null>, text: string): void {
  if (region.current !== null) region.current.textContent = text;
}

/** The page's live region: tells those who do not look what has changed. */
export function PlanAnnouncer({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  const polite = useRef<HTMLDivElement>(null);
  const urgent = useRef<HTMLDivElement>(null);
  const before = useRef<PlanDetails>(undefined);
  const announcer = useRef<Announcer>(undefined);
  useEffect(() => {
    const own = new Announcer(
      (text) => write(polite, text),
      () => performance.now(),
    );
    announcer.current = own;
    return () => {
      own.stop();
    };
  }, []);
  useEffect(() => {
    const former = before.current;
    before.current = plan;
    if (former?.uid !== plan.uid) return;
    const text = announcementOf(t, former, plan);
    if (text === undefined) return;
    if (isUrgent(former, plan)) write(urgent, text);
    else announcer.current?.announce(text);
  }, [plan, t]);
  return (
    <>
      <div ref={polite} className="pf-v6-screen-reader" aria-live="polite" aria-atomic="true" />
      <div ref={urgent} className="pf-v6-screen-reader" aria-live="assertive" aria-atomic="true" />
    </>
  );
}
