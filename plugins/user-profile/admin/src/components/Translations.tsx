import { Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { IntlProvider, useIntl } from 'react-intl';

import en from '../translations/en.json';
import { loadedTexts, loadTexts, type Texts } from '../utils/loadTexts';
import { prefixTranslations } from '../utils/translations';

const useTexts = (locale: string): Texts | undefined => {
  const [latest, setLatest] = React.useState<{ locale: string; texts: Texts }>();
  const texts = latest?.locale === locale ? latest.texts : loadedTexts(locale);
  const isMissing = texts === undefined;

  React.useEffect(() => {
    let isCurrent = true;

    if (isMissing) {
      void loadTexts(locale).then((found) => {
        if (isCurrent) {
          setLatest({ locale, texts: found });
        }
      });
    }

    return () => {
      isCurrent = false;
    };
  }, [isMissing, locale]);

  return texts;
};

interface TranslationsProps {
  /** Shown until the texts are loaded. Its text is Strapi's. */
  loading?: React.ReactNode;
  children: React.ReactNode;
}

/**
 * Adds the texts of pages to those that the panel starts with. A text that the language lacks is English.
 * Texts of the site's own configuration (`translations` in `src/admin/app`) and of other plugins win.
 */
export const Translations = ({ loading = <Page.Loading />, children }: TranslationsProps) => {
  const { locale, messages, timeZone } = useIntl();
  const texts = useTexts(locale);
  const merged = React.useMemo(
    () => texts && { ...prefixTranslations({ ...en, ...texts }), ...messages },
    [messages, texts]
  );

  return merged ? (
    <IntlProvider
      locale={locale}
      defaultLocale="en"
      messages={merged as Record<string, string>}
      timeZone={timeZone}
      textComponent="span"
    >
      {children}
    </IntlProvider>
  ) : (
    <>{loading}</>
  );
};

/** A page or widget with the texts of the plugin. */
export const withTranslations = <TProps extends object>(
  Component: React.ComponentType<TProps>,
  loading?: React.ReactNode
) => {
  const Translated = (props: TProps) => (
    <Translations loading={loading}>
      <Component {...props} />
    </Translations>
  );

  return Translated;
};
