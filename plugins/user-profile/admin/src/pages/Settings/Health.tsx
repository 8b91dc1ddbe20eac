import { Box } from '@strapi/design-system';
import type * as React from 'react';
import { useIntl } from 'react-intl';

import type { SiteStatus } from '../../../../shared/contracts/status';
import { Fact, Facts } from '../../components/Facts';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { useNow } from '../../hooks/useNow';
import { useTranslate } from '../../hooks/useTranslate';
import { parseDate } from '../../utils/relativeTime';

/** Places move between providers, so data of this age is often wrong. */
const OLD_MS = 92 * 24 * 60 * 60 * 1000;

const Warning = ({ children }: { children: React.ReactNode }) => (
  <Box paddingTop={1}>
    <Note tone="warning">{children}</Note>
  </Box>
);

const Places = ({ state, database, built_at: built }: SiteStatus['places']) => {
  const t = useTranslate();
  const { formatDate } = useIntl();
  const now = useNow();
  const date = parseDate(built);

  if (state !== 'ready') {
    return <Warning>{t(`settings.places.${state}`)}</Warning>;
  }

  return (
    <>
      {date
        ? t('settings.places.ready', {
            database,
            when: formatDate(date, { dateStyle: 'medium' }),
          })
        : t('settings.places.unknownAge', { database })}
      {date && now.getTime() - date.getTime() > OLD_MS ? (
        <Warning>{t('settings.places.old')}</Warning>
      ) : null}
    </>
  );
};

const Queue = ({ queued, dropped }: SiteStatus['event_capture']) => {
  const t = useTranslate();

  return queued === 0 && dropped === 0 ? (
    <>{t('settings.queue.none')}</>
  ) : (
    <>
      {queued > 0 ? <Warning>{t('settings.queue.queued', { count: queued })}</Warning> : null}
      {dropped > 0 ? <Warning>{t('settings.queue.dropped', { count: dropped })}</Warning> : null}
    </>
  );
};

const Errors = ({ errors, last_error: last }: SiteStatus['event_capture']) => {
  const t = useTranslate();

  return errors === 0 ? (
    <>{t('settings.errors.none')}</>
  ) : (
    <>
      <Warning>{t('settings.errors.count', { count: errors })}</Warning>
      {last ? t('settings.errors.last', { message: `${last.what}: ${last.message}` }) : null}
    </>
  );
};

export const Health = ({ status }: { status: SiteStatus }) => {
  const t = useTranslate();
  const { mode } = status.search;
  const header = status.unknown_proxy_header;

  return (
    <Section title={t('settings.health')}>
      <Facts>
        <Fact label={t('settings.places')}>
          <Places {...status.places} />
        </Fact>
        <Fact label={t('settings.queue')}>
          <Queue {...status.event_capture} />
        </Fact>
        <Fact label={t('settings.errors')}>
          <Errors {...status.event_capture} />
        </Fact>
        <Fact label={t('settings.sessions')}>
          {t(`settings.sessions.${status.jwt_management}`)}
        </Fact>
        <Fact label={t('settings.search')}>
          {mode === 'scan' ? (
            <Warning>{t('settings.search.scan')}</Warning>
          ) : (
            t(`settings.search.${mode}`)
          )}
        </Fact>
        <Fact label={t('settings.proxy')}>
          {header ? (
            <Warning>{t('settings.proxy.missing', { header })}</Warning>
          ) : (
            t('settings.proxy.ok')
          )}
        </Fact>
      </Facts>
    </Section>
  );
};
