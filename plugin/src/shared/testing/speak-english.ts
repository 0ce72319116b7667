import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import catalog from '../../../locales/en/plugin__gantry.json';

/** Tests that look for whole sentences need the catalog; without it keys stand as they are. */
export async function speakEnglish(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    defaultNS: 'plugin__gantry',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { en: { plugin__gantry: catalog } },
  });
}
