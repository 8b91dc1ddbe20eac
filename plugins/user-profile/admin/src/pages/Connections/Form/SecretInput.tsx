import { Button, Flex, Typography } from '@strapi/design-system';

import { PasswordInput } from '../../../components/PasswordInput';
import { useTranslate } from '../../../hooks/useTranslate';

import { FieldFrame } from './FieldFrame';
import { useIsRedirected } from './useIsRedirected';
import { type OptionInputProps, useOption } from './useOption';

/** A secret that can be set, kept or removed, and never be read. */
export const SecretInput = ({ field, text, isSet }: OptionInputProps) => {
  const t = useTranslate();
  const { path, value, change } = useOption<string | null>(field);
  const isRedirected = useIsRedirected(field);
  const name = text.labelOf(field);

  return (
    <FieldFrame
      path={path}
      label={name}
      hint={[
        text.hintOf(field),
        isSet ? t(`connections.secret.${isRedirected ? 'again' : 'keep'}`) : '',
      ]
        .filter(Boolean)
        .join(' ')}
      required={field.required && !isSet}
    >
      {value === null ? (
        <Flex gap={3}>
          <Typography>{t('connections.secret.removing')}</Typography>
          <Button
            variant="tertiary"
            size="S"
            aria-label={t('connections.secret.undo.of', { name })}
            onClick={() => change('')}
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
          {isSet && !field.required ? (
            <Flex>
              <Button
                variant="danger-light"
                size="S"
                aria-label={t('connections.secret.remove.of', { name })}
                onClick={() => change(null)}
              >
                {t('connections.secret.remove')}
              </Button>
            </Flex>
          ) : null}
        </Flex>
      )}
    </FieldFrame>
  );
};
