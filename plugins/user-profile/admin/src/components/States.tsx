import { Box, Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';
import { EmptyDocuments, EmptyPermissions } from '@strapi/icons/symbols';
import * as React from 'react';

import { useTranslate } from '../hooks/useTranslate';
import { type ApiError, isForbidden } from '../utils/errors';
import { useErrorText } from './dialogs/useRun';

/** States for a part of a page: `Page.Loading` and `Page.Error` render their own `main`. */
export const LoadingState = () => {
  const t = useTranslate();

  return (
    <Flex justifyContent="center" padding={11} aria-busy>
      <Loader>{t('state.loading')}</Loader>
    </Flex>
  );
};

interface ErrorStateProps {
  error: ApiError | undefined;
  onRetry: () => void;
}

export const ErrorState = ({ error, onRetry }: ErrorStateProps) => {
  const t = useTranslate();
  const errorText = useErrorText();

  return (
    <Box role="alert">
      <EmptyStateLayout
        hasRadius
        shadow="tableShadow"
        icon={<WarningCircle width="6.4rem" height="6.4rem" fill="danger600" />}
        content={isForbidden(error) ? t('state.notAllowed') : errorText(error)}
        action={
          <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
            {t('state.retry')}
          </Button>
        }
      />
    </Box>
  );
};

interface EmptyStateProps {
  content: string;
  action?: React.ReactNode;
}

export const EmptyState = ({ content, action }: EmptyStateProps) => (
  <EmptyStateLayout
    hasRadius
    shadow="tableShadow"
    icon={<EmptyDocuments width="16rem" />}
    content={content}
    action={action}
  />
);

export const NotAllowedState = () => {
  const t = useTranslate();

  return (
    <EmptyStateLayout
      hasRadius
      shadow="tableShadow"
      icon={<EmptyPermissions width="16rem" />}
      content={t('state.notAllowed')}
    />
  );
};
