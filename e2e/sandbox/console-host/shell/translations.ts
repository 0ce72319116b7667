import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { consoleFetch } from './console-fetch.ts';

/** Loads the plugins' catalogs from the server, as the console does. */
export async function startTranslations(plugins: readonly string[]): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    nsSeparator: '~',
    keySeparator: false,
    resources: {},
    interpolation: { escapeValue: false },
  });
  await Promise.all(
    plugins.map(async (plugin) => {
      const namespace = `plugin__${plugin}`;
      const answer = await consoleFetch(`/locales/resource.json?lng=en&ns=${namespace}`);
      i18next.addResourceBundle('en', namespace, await answer.json());
    }),
  );
}

/** Labels in extensions stand as `%namespace~key%`. */
export function translateLabel(label: string): string {
  const key = /^%(.+)%$/.exec(label)?.[1];
  return key === undefined ? label : i18next.t(key);
}
