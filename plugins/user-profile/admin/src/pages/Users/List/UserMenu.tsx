import { IconButton, Menu } from '@strapi/design-system';
import { Check, Eye, Lock, Mail, More, Trash, User } from '@strapi/icons';
import * as React from 'react';
import { useNavigate } from 'react-router-dom';

import type { Profile } from '../../../../../shared/contracts/users';
import { keepDialogFocus } from '../../../components/dialogs/keepDialogFocus';
import { useTranslate } from '../../../hooks/useTranslate';
import { userPath } from '../../../utils/paths';
import { type BulkAction, isUseful } from '../Bulk/bulkActions';

const ICONS: Record<BulkAction, React.ReactNode> = {
  block: <Lock />,
  unblock: <Check />,
  'verify-email': <Mail />,
  'assign-role': <User />,
  delete: <Trash />,
};

interface UserMenuProps {
  user: Profile;
  isAccountMissing: boolean;
  state: { usersSearch: string };
  actions: readonly BulkAction[];
  onAction: (action: BulkAction, user: Profile, opener: HTMLElement | null) => void;
}

export const UserMenu = ({ user, isAccountMissing, state, actions, onAction }: UserMenuProps) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const trigger = React.useRef<HTMLButtonElement>(null);

  return (
    <Menu.Root>
      <Menu.Trigger
        ref={trigger}
        tag={IconButton}
        icon={<More />}
        label={t('users.menu', { name: user.name })}
        variant="ghost"
      />
      {/* By default, Strapi cuts the menu off after four actions on a small screen. */}
      <Menu.Content
        popoverPlacement="bottom-end"
        maxHeight="min(70vh, var(--radix-dropdown-menu-content-available-height))"
        onCloseAutoFocus={keepDialogFocus}
      >
        <Menu.Item
          startIcon={<Eye />}
          onSelect={() => navigate(userPath(user.documentId), { state })}
        >
          {t('users.menu.open')}
        </Menu.Item>
        {actions
          .filter((action) => isUseful(action, [{ user, isAccountMissing }]))
          .map((action) => (
            <Menu.Item
              key={action}
              startIcon={ICONS[action]}
              variant={action === 'delete' ? 'danger' : 'default'}
              onSelect={() => onAction(action, user, trigger.current)}
            >
              {t(`users.action.${action}`)}
            </Menu.Item>
          ))}
      </Menu.Content>
    </Menu.Root>
  );
};
