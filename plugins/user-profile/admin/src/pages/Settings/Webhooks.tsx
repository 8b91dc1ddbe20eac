import { Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useRBAC } from '@strapi/strapi/admin';
import * as React from 'react';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';

import type { SiteStatus } from '../../../../shared/contracts/status';
import { Code } from '../../components/Code';
import { DataTable } from '../../components/DataTable/DataTable';
import { Section } from '../../components/Section';
import { useFocusReturn } from '../../hooks/useFocusReturn';
import { useTranslate } from '../../hooks/useTranslate';
import { WEBHOOKS_PATH } from '../../utils/paths';
import { WebhookDialog } from './WebhookDialog';

const WEBHOOK_PERMISSIONS = ['admin::webhooks.read', 'admin::webhooks.create'].map((action) => ({
  action,
  subject: null,
}));

export const Webhooks = ({ events, subscribed }: SiteStatus['webhooks']) => {
  const t = useTranslate();
  const { formatList } = useIntl();
  const { allowedActions } = useRBAC(WEBHOOK_PERMISSIONS);
  const [isOpen, setIsOpen] = React.useState(false);
  const { remember, restore } = useFocusReturn();

  const namesFor = (event: (typeof events)[number]): string[] =>
    subscribed
      .filter((webhook) => webhook.events.includes(event))
      .map(({ name, enabled }) => (enabled ? name : t('settings.webhooks.disabled', { name })));

  return (
    <Section
      title={t('settings.webhooks')}
      description={t('settings.webhooks.description')}
      action={
        <Flex gap={2} wrap="wrap" justifyContent="flex-end">
          {allowedActions.canRead ? (
            <LinkButton tag={Link} to={WEBHOOKS_PATH} variant="tertiary">
              {t('settings.webhooks.manage')}
            </LinkButton>
          ) : null}
          {allowedActions.canCreate ? (
            <Button
              variant="secondary"
              startIcon={<Plus />}
              onClick={() => {
                remember();
                setIsOpen(true);
              }}
            >
              {t('settings.webhooks.create')}
            </Button>
          ) : null}
        </Flex>
      }
    >
      <DataTable
        columns={[
          {
            name: 'event',
            label: t('settings.webhooks.column.event'),
            cell: ({ event }) => <Code dir="ltr">{event}</Code>,
          },
          {
            name: 'meaning',
            label: t('settings.webhooks.column.meaning'),
            cell: ({ event }) => (
              <Typography style={{ whiteSpace: 'normal' }}>
                {t(`settings.webhook.${event}`)}
              </Typography>
            ),
          },
          {
            name: 'webhooks',
            label: t('settings.webhooks.column.webhooks'),
            cell: ({ event }) => formatList(namesFor(event)) || '–',
          },
        ]}
        rows={events.map((event) => ({ event }))}
        rowId={({ event }) => event}
        empty={null}
      />
      {isOpen ? (
        <WebhookDialog
          events={events}
          onClose={() => setIsOpen(false)}
          onCloseAutoFocus={restore}
        />
      ) : null}
    </Section>
  );
};
