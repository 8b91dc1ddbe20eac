import { Box } from '@strapi/design-system';
import type * as React from 'react';
import { useIntl } from 'react-intl';

import type { SiteStatus } from '../../../../shared/contracts/status';
import { DAY_MS } from '../../../../shared/durations';
import { Code } from '../../components/Code';
import { Fact, Facts } from '../../components/Facts';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { useNow } from '../../hooks/useNow';
import { useTranslate } from '../../hooks/useTranslate';
import { parseDate } from '../../utils/relativeTime';
import { ConfirmedAccounts } from './ConfirmedAccounts';

/** Places move between providers, so data of this age is often wrong. */
const OLD_MS = 92 * DAY_MS;

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

const Indexes = ({ indexes }: Pick<SiteStatus, 'indexes'>) => {
  const t = useTranslate();
  const missing = indexes.filter(({ exists }) => !exists);
  const sorted = [...indexes].sort((one, other) => Number(one.exists) - Number(other.exists));

  return (
    <>
      {missing.length > 0 ? (
        <Warning>{t('settings.indexes.missing', { count: missing.length })}</Warning>
      ) : null}
      <details>
        <summary>{t('settings.indexes.count', { count: indexes.length })}</summary>
        <Box tag="ul" paddingTop={2} maxHeight="20rem" overflow="auto" tabIndex={0}>
          {sorted.map(({ name, table, exists }) => (
            <li key={name}>
              <Code dir="ltr">{`${table}: ${name}`}</Code>
              {exists ? null : ` ${t('settings.indexes.isMissing')}`}
            </li>
          ))}
        </Box>
      </details>
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
        <Fact label={t('settings.confirmed')}>
          <ConfirmedAccounts {...status.confirmed_accounts} />
        </Fact>
        <Fact label={t('settings.search')}>
          {mode === 'scan' ? (
            <Warning>{t('settings.search.scan')}</Warning>
          ) : (
            t(`settings.search.${mode}`)
          )}
        </Fact>
        <Fact label={t('settings.indexes')}>
          <Indexes indexes={status.indexes} />
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
