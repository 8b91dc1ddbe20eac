import { Button, Flex, TextButton, Typography } from '@strapi/design-system';
import { Check, Lock, Mail, Trash, User } from '@strapi/icons';

import type { Profile } from '../../../../../shared/contracts/users';
import { ExportMenu } from '../../../components/Export/ExportMenu';
import { useTranslate } from '../../../hooks/useTranslate';
import { type BulkAction, isUseful } from './bulkActions';

const ICONS: Record<BulkAction, JSX.Element> = {
  block: <Lock />,
  unblock: <Check />,
  'verify-email': <Mail />,
  'assign-role': <User />,
  delete: <Trash />,
};

interface BulkBarProps {
  users: readonly Profile[];
  actions: readonly BulkAction[];
  canExport: boolean;
  onAction: (action: BulkAction) => void;
  onClear: () => void;
}

/** The actions on the selected users. */
export const BulkBar = ({ users, actions, canExport, onAction, onClear }: BulkBarProps) => {
  const t = useTranslate();

  return (
    <Flex role="region" aria-label={t('users.bulk')} gap={3} wrap="wrap" paddingBottom={4}>
      <Typography role="status" textColor="neutral600">
        {t('users.bulk.selected', { count: users.length })}
      </Typography>
      {actions
        .filter((action) => isUseful(action, users))
        .map((action) => (
          <Button
            key={action}
            size="S"
            variant={action === 'delete' ? 'danger-light' : 'tertiary'}
            startIcon={ICONS[action]}
            onClick={() => onAction(action)}
          >
            {t(`users.action.${action}`)}
          </Button>
        ))}
      {canExport ? (
        <ExportMenu
          label={t('users.export.selected')}
          selection={{ path: '/users/export', ids: users.map(({ documentId }) => documentId) }}
        />
      ) : null}
      <TextButton onClick={onClear}>{t('users.bulk.clear')}</TextButton>
    </Flex>
  );
};
