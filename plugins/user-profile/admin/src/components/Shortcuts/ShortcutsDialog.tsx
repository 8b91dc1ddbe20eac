import { Button, Field, Flex, Modal, Toggle, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';
import { SHORTCUTS } from './keys';

const Key = styled.kbd`
  display: inline-block;
  min-width: 2.4rem;
  padding: 0.2rem 0.6rem;
  border: 1px solid ${({ theme }) => theme.colors.neutral300};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: ${({ theme }) => theme.fontSizes[1]};
  text-align: center;
`;

const Keys = styled.dl`
  display: grid;
  grid-template-columns: max-content 1fr;
  align-items: center;
  gap: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[5]}`};
`;

interface ShortcutsDialogProps {
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
  onClose: () => void;
  onCloseAutoFocus: (event: Event) => void;
}

export const ShortcutsDialog = ({
  isOn,
  onSwitch,
  onClose,
  onCloseAutoFocus,
}: ShortcutsDialogProps) => {
  const t = useTranslate();

  return (
    <Modal.Root defaultOpen onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content onCloseAutoFocus={onCloseAutoFocus}>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('shortcuts.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Keys>
              {SHORTCUTS.map(({ name, keys }) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt>
                    <Flex gap={1}>
                      {keys.map((key) => (
                        <Key key={key}>{key}</Key>
                      ))}
                    </Flex>
                  </dt>
                  <Typography tag="dd">{t(`shortcuts.${name}`)}</Typography>
                </div>
              ))}
            </Keys>
            <Typography textColor="neutral600">{t('shortcuts.tables')}</Typography>
            <Field.Root name="shortcuts" hint={t('shortcuts.switch.hint')}>
              <Field.Label>{t('shortcuts.switch')}</Field.Label>
              <Toggle
                onLabel={t('shortcuts.on')}
                offLabel={t('shortcuts.off')}
                checked={isOn}
                onChange={(event) => onSwitch(event.target.checked)}
              />
              <Field.Hint />
            </Field.Root>
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Modal.Close>
            <Button variant="tertiary">{t('common.close')}</Button>
          </Modal.Close>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};
