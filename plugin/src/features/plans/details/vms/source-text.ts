import type { VmRow } from '@gantry/bff/api/http/plan-machines.ts';
import { formatTime } from '../../../../shared/format.ts';
import { key, type Translate } from '../../../../shared/i18n.ts';

type Source = VmRow['source'];

const powers: Readonly<Record<Source['power'], string>> = {
  On: key('On'),
  Off: key('Off'),
  Suspended: key('Suspended'),
  Unknown: key('Unknown'),
};

const handled: Readonly<Record<Exclude<Source['handling'], 'untouched'>, string>> = {
  offByGantry: key('Off by Gantry'),
  onAgain: key('On again'),
  offBefore: key('Off before'),
  notRestored: key('Not powered on'),
};

/** Power of the source, and who changed it, in two words. */
export function sourceText(t: Translate, { power, handling }: Source): string {
  return t(handling === 'untouched' ? powers[power] : handled[handling]);
}

/** What has become of the source, as a sentence; undefined where nothing is on record. */
export function sourceSentence(t: Translate, { power, handling, since }: Source): string | undefined {
  const at = since === undefined ? undefined : formatTime(since);
  switch (handling) {
    case 'untouched':
      return power === 'On' ? t('Runs; it was not touched.') : undefined;
    case 'offBefore':
      return t('It was off before and stays off.');
    case 'offByGantry':
      return at === undefined ? t('Shut down by Gantry.') : t('Shut down by Gantry {{since}}.', { since: at });
    case 'onAgain':
      return at === undefined ? t('On again.') : t('On again since {{since}}.', { since: at });
    case 'notRestored':
      return at === undefined
        ? t('Off. It was on before.')
        : t('Off since {{since}}. It was on before.', { since: at });
  }
}
