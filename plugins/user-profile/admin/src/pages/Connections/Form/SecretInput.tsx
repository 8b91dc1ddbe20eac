import { Button, Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

import { PasswordInput } from '../../../components/PasswordInput';
import { useTranslate } from '../../../hooks/useTranslate';
import { FormFieldFrame } from './FormFieldFrame';
import { useIsRedirected } from './useIsRedirected';
import { type OptionInputProps, useOption } from './useOption';

/** A secret that can be set, kept or removed, but never read. */
export const SecretInput = ({ field, text, isSet }: OptionInputProps) => {
  const t = useTranslate();
  const { path, value, change } = useOption<string | null>(field);
  const isRedirected = useIsRedirected(field);
  const button = React.useRef<HTMLButtonElement>(null);
  const wasPressed = React.useRef(false);
  const name = text.labelOf(field);
  const isRemoving = value === null;
  const isKept = isSet && !isRemoving;

  // The pressed button is replaced by another one, which takes over the focus.
  React.useEffect(() => {
    if (wasPressed.current) {
      wasPressed.current = false;
      button.current?.focus();
    }
  }, [isRemoving]);

  const press = (next: string | null) => {
    wasPressed.current = true;
    change(next);
  };

  return (
    <FormFieldFrame
      path={path}
      label={name}
      hint={[
        isKept ? t(`connections.secret.${isRedirected ? 'again' : 'keep'}`) : '',
        text.hintOf(field),
      ]
        .filter(Boolean)
        .join('\n')}
      required={field.required && !isSet}
    >
      {isRemoving ? (
        <Flex gap={3}>
          <Typography>{t('connections.secret.removing')}</Typography>
          <Button
            ref={button}
            variant="tertiary"
            size="S"
            aria-label={t('connections.secret.undo.of', { name })}
            onClick={() => press('')}
          >
            {t('connections.secret.undo')}
          </Button>
        </Flex>
      ) : (
        <Flex direction="column" alignItems="stretch" gap={2}>
          <PasswordInput
            name={path}
            value={value ?? ''}
            onChange={(event) => change(event.target.value)}
          />
          {isKept && !field.required ? (
            <Flex>
              <Button
                ref={button}
                variant="danger-light"
                size="S"
                aria-label={t('connections.secret.remove.of', { name })}
                onClick={() => press(null)}
              >
                {t('connections.secret.remove')}
              </Button>
            </Flex>
          ) : null}
        </Flex>
      )}
    </FormFieldFrame>
  );
};
