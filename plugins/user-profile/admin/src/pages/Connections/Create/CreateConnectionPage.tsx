import { Box, Link as DsLink } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link, useParams } from 'react-router-dom';

import { PartSkeleton } from '../../../components/PartSkeleton';
import { EmptyState, ErrorState } from '../../../components/States';
import { HEADING_ID, useHeadingFocus } from '../../../hooks/useHeadingFocus';
import { useTranslate } from '../../../hooks/useTranslate';
import { useFindStrategiesQuery } from '../../../services/connections';
import { CONNECTIONS_PATH, NEW_CONNECTION_PATH } from '../../../utils/paths';
import { CreateConnectionForm } from './CreateConnectionForm';
import { StrategyCards } from './StrategyCards';

const CreateConnectionContent = () => {
  const t = useTranslate();
  const { strategy: name } = useParams();
  const { data: strategies, error, refetch } = useFindStrategiesQuery();

  if (!strategies) {
    return error ? (
      <ErrorState error={error} onRetry={refetch} />
    ) : (
      <PartSkeleton heights={['24rem']} />
    );
  }

  if (name === undefined) {
    return <StrategyCards strategies={strategies} />;
  }

  const strategy = strategies.find((each) => each.name === name);

  return strategy ? (
    <CreateConnectionForm key={name} strategy={strategy} />
  ) : (
    <EmptyState
      content={t('connections.create.unknown', { strategy: name })}
      action={
        <DsLink tag={Link} to={NEW_CONNECTION_PATH}>
          {t('connections.create.choose')}
        </DsLink>
      }
    />
  );
};

/** First choose the strategy, which cannot be changed later, then fill in its form. */
export const CreateConnectionPage = () => {
  const t = useTranslate();
  const { strategy } = useParams();
  const isChoosing = strategy === undefined;

  useHeadingFocus(strategy);

  return (
    <Page.Main labelledBy={HEADING_ID}>
      <Page.Title>{t('connections.create')}</Page.Title>
      <Layouts.Header
        id={HEADING_ID}
        title={t('connections.create')}
        subtitle={isChoosing ? t('connections.create.choose') : undefined}
        navigationAction={
          <Box>
            <DsLink
              tag={Link}
              to={isChoosing ? CONNECTIONS_PATH : NEW_CONNECTION_PATH}
              startIcon={<ArrowLeft />}
            >
              {t(isChoosing ? 'connections.title' : 'connections.create.choose')}
            </DsLink>
          </Box>
        }
      />
      <Layouts.Content>
        <CreateConnectionContent />
      </Layouts.Content>
    </Page.Main>
  );
};
