import { useTranslation } from 'react-i18next';

/** Translates a key of the plugin's catalog; blanks are `{{name}}`, a `count` chooses the plural. */
export type Translate = (key: string, blanks?: Readonly<Record<string, string | number>>) => string;

export function useT(): Translate {
  return useTranslation('plugin__gantry').t;
}

/** Marks a key that is translated elsewhere, in a table of texts. */
export function key(text: string): string {
  return text;
}
