import { Menu } from '@strapi/design-system';
import {
  Check,
  Cross,
  Key,
  Lock,
  Mail,
  PaperPlane,
  Pencil,
  SealCheck,
  Shield,
  Trash,
  User as UserIcon,
} from '@strapi/icons';
import * as React from 'react';

import { keepDialogFocus } from '../../../components/dialogs/keepDialogFocus';
import { useTranslate } from '../../../hooks/useTranslate';
import { preload } from '../../../utils/lazyPart';
import { type MenuAction, menuGroups, type PanelAction } from './menuGroups';

const ICONS: Record<MenuAction, React.ComponentType> = {
  'edit-profile': Pencil,
  'change-email': Mail,
  'change-password': Key,
  'assign-role': UserIcon,
  'send-verification-email': SealCheck,
  'send-password-reset': PaperPlane,
  'send-invitation': PaperPlane,
  'revoke-invitation': Cross,
  'lift-login-blocks': Shield,
  block: Lock,
  'change-block': Pencil,
  unblock: Check,
  delete: Trash,
};

const preloadDialog = () => preload('user-action');

interface ActionsMenuProps {
  actions: readonly PanelAction[];
  onSelect: (action: MenuAction) => void;
}

/** The actions on a user; renders nothing without actions. The ref is the button's. */
export const ActionsMenu = React.forwardRef<HTMLButtonElement, ActionsMenuProps>(
  ({ actions, onSelect }, ref) => {
    const t = useTranslate();
    const groups = menuGroups(actions);

    if (groups.length === 0) {
      return null;
    }

    return (
      <Menu.Root>
        <Menu.Trigger
          ref={ref}
          onPointerEnter={preloadDialog}
          onFocus={preloadDialog}
          variant="secondary"
          size="M"
        >
          {t('actions.menu')}
        </Menu.Trigger>
        <Menu.Content
          popoverPlacement="bottom-end"
          maxHeight="70vh"
          minWidth="22rem"
          onCloseAutoFocus={keepDialogFocus}
        >
          {groups.map((group) => (
            <React.Fragment key={group[0]}>
              <Menu.Separator />
              {group.map((action) => {
                const Icon = ICONS[action];

                return (
                  <Menu.Item
                    key={action}
                    startIcon={<Icon />}
                    variant={action === 'delete' ? 'danger' : 'default'}
                    onSelect={() => onSelect(action)}
                  >
                    {t(`actions.${action}`)}
                  </Menu.Item>
                );
              })}
            </React.Fragment>
          ))}
        </Menu.Content>
      </Menu.Root>
    );
  }
);

ActionsMenu.displayName = 'ActionsMenu';
