import { Box, Flex, Link as DsLink } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';

import { SectionTabs } from '../../components/SectionTabs';
import { useAllowed } from '../../hooks/useAllowed';
import { HEADING_ID, useHeadingFocus } from '../../hooks/useHeadingFocus';
import { useTranslate } from '../../hooks/useTranslate';
import { useFindImportsQuery } from '../../services/imports';
import { USERS_PATH } from '../../utils/paths';
import { RecentImports } from './RecentImports';
import { UploadSection } from './UploadSection';

const POLL_MS = 5000;

/** The choice of a file, and the recent imports. */
export const ImportsPage = () => {
  const t = useTranslate();
  const allowed = useAllowed();
  const result = useFindImportsQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: POLL_MS,
  });

  useHeadingFocus();

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{t('imports.title')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={t('imports.title')}
        subtitle={t('imports.subtitle')}
        navigationAction={
          allowed.readUsers ? (
            <Box>
              <DsLink tag={Link} to={USERS_PATH} startIcon={<ArrowLeft />}>
                {t('users.title')}
              </DsLink>
            </Box>
          ) : null
        }
      />
      {allowed.readUsers ? null : <SectionTabs />}
      <Layouts.Content>
        <Flex direction="column" alignItems="stretch" gap={6}>
          <UploadSection maxBytes={result.data?.meta.max_bytes} />
          <RecentImports result={result} />
        </Flex>
      </Layouts.Content>
    </Page.Main>
  );
};
