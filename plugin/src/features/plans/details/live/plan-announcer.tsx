import { useEffect, useRef, useState } from 'react';
import type { PlanDetails } from '@gantry/bff/api/http/plans.ts';
import { useT } from '../../../../shared/i18n.ts';
import { announcementOf, Announcer, isUrgent } from './announcements.ts';

/** The page's live region: tells those who do not look what has changed. */
export function PlanAnnouncer({ plan }: { readonly plan: PlanDetails }) {
  const t = useT();
  const [polite, setPolite] = useState('');
  const [urgent, setUrgent] = useState('');
  const before = useRef<PlanDetails>(undefined);
  const announcer = useRef<Announcer>(undefined);
  useEffect(() => {
    const own = new Announcer(setPolite, () => Date.now());
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
    if (isUrgent(former, plan)) setUrgent(text);
    else announcer.current?.announce(text);
  }, [plan, t]);
  return (
    <>
      <div className="pf-v6-screen-reader" aria-live="polite" aria-atomic="true">
        {polite}
      </div>
      <div className="pf-v6-screen-reader" aria-live="assertive" aria-atomic="true">
        {urgent}
      </div>
    </>
  );
}
