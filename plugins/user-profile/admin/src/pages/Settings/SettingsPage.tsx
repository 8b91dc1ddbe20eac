import { Flex, Link } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import * as React from 'react';

import { AllowedProvider } from '../../components/AllowedProvider';
import { PageStyle } from '../../components/PageStyle';
import { PartSkeleton } from '../../components/PartSkeleton';
import { ProtectPage } from '../../components/ProtectPage';
import { Section } from '../../components/Section';
import { PageSkeleton } from '../../components/Skeleton';
import { ErrorState } from '../../components/States';
import { withTranslations } from '../../components/Translations';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { usePageVisible } from '../../hooks/usePageVisible';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindStatusQuery } from '../../services/status';
import { docsUrl } from '../../utils/docs';
import { ConfigurationTable } from './ConfigurationTable';
import { Health } from './Health';
import { Jobs } from './Jobs';
import { Webhooks } from './Webhooks';

const DOCS = [
  ['settings.docs.configuration', 'configuration.md'],
  ['settings.docs.connections', 'connections/README.md'],
  ['settings.docs.events', 'events.md'],
  ['settings.docs.performance', 'performance.md'],
] as const;

const POLL_MS = 2000;

const Settings = () => {
  const t = useTranslate();
  const [isPolling, setIsPolling] = React.useState(false);
  const isVisible = usePageVisible();
  const { data, error, isFetching, refetch } = useFindStatusQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: isPolling && isVisible ? POLL_MS : 0,
  });
  const isJobRunning =
    data !== undefined && (data.tasks.length > 0 || data.jobs.some(({ running }) => running));

  React.useEffect(() => setIsPolling(isJobRunning), [isJobRunning]);
  useHeadingFocus();

  return (
    <Page.Main labelledBy={HEADING_ID} aria-busy={isFetching && !isPolling}>
      <Page.Title>{t('settings.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={t('settings.title')}
        subtitle={t('settings.subtitle')}
      />
      <Layouts.Content>
        {data ? (
          <Flex direction="column" alignItems="stretch" gap={6}>
            <Health status={data} />
            <Jobs jobs={data.jobs} tasks={data.tasks} />
            <Webhooks {...data.webhooks} />
            <ConfigurationTable entries={data.configuration} />
            <Section title={t('settings.docs')}>
              <Flex gap={5} wrap="wrap">
                {DOCS.map(([text, page]) => (
                  <Link key={page} href={docsUrl(page)} isExternal>
                    {t(text)}
                  </Link>
                ))}
              </Flex>
            </Section>
          </Flex>
        ) : error ? (
          <ErrorState error={error} onRetry={refetch} />
        ) : (
          <PartSkeleton heights={['28rem', '36rem']} />
        )}
      </Layouts.Content>
    </Page.Main>
  );
};

const SettingsPage = () => (
  <AllowedProvider loading={<PageSkeleton />}>
    <ProtectPage permission="readStatus">
      <PageStyle />
      <Settings />
    </ProtectPage>
  </AllowedProvider>
);

export default withTranslations(SettingsPage);
