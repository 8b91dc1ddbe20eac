import { Page } from '@strapi/strapi/admin';
import * as React from 'react';
import { IntlProvider, useIntl } from 'react-intl';

import { errorTexts, pageTexts, type TextFile, type Texts } from '../utils/loadTexts';
import { prefixTranslations } from '../utils/translations';

/** @param onError must not change */
const useTexts = (
  file: TextFile,
  locale: string,
  onError: (error: unknown) => void
): Texts | undefined => {
  const [latest, setLatest] = React.useState<{ locale: string; texts: Texts }>();
  const texts = latest?.locale === locale ? latest.texts : file.loaded(locale);
  const isMissing = texts === undefined;

  React.useEffect(() => {
    let isCurrent = true;

    if (isMissing) {
      file.load(locale).then((found) => {
        if (isCurrent) {
          setLatest({ locale, texts: found });
        }
      }, onError);
    }

    return () => {
      isCurrent = false;
    };
  }, [file, isMissing, locale, onError]);

  return texts;
};

/** Without its text, an error has the words of the response. */
const ignore = () => undefined;

/** Shows an error as a page whose code cannot be loaded does: by the error boundary of the panel. */
const useThrow = (): ((error: unknown) => void) => {
  const [, setState] = React.useState<never>();

  return React.useCallback((error) => {
    setState(() => {
      throw error;
    });
  }, []);
};

interface TranslationsProps {
  /** Shown until the texts are loaded. Its text is Strapi's. */
  loading?: React.ReactNode;
  children: React.ReactNode;
}

/**
 * Adds the texts of pages to those that the panel starts with.
 * Texts of the site's own configuration (`translations` in `src/admin/app`) and of other plugins win.
 */
export const Translations = ({ loading = <Page.Loading />, children }: TranslationsProps) => {
  const { locale, messages, timeZone } = useIntl();
  const texts = useTexts(pageTexts, locale, useThrow());
  const errors = useTexts(errorTexts, locale, ignore);
  const merged = React.useMemo(
    () => texts && { ...prefixTranslations({ ...texts, ...errors }), ...messages },
    [errors, messages, texts]
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
