import { Field, TextInput } from '@strapi/design-system';
import { Eye, EyeStriked } from '@strapi/icons';
import * as React from 'react';

import { useTranslate } from '../hooks/useTranslate';

interface PasswordInputProps {
  name: string;
  value: string;
  onChange: (event: React.ChangeEvent<HTMLInputElement>) => void;
  onBlur?: () => void;
}

/** A new password with a button to show it. Must be inside a `Field.Root`. */
export const PasswordInput = (props: PasswordInputProps) => {
  const t = useTranslate();
  const [isVisible, setIsVisible] = React.useState(false);

  return (
    <TextInput
      {...props}
      type={isVisible ? 'text' : 'password'}
      autoComplete="new-password"
      endAction={
        <Field.Action
          // Strapi's own size is 16 px; WCAG 2.5.8 requires 24 px.
          width="2.4rem"
          height="2.4rem"
          justifyContent="center"
          label={t(isVisible ? 'password.hide' : 'password.show')}
          onClick={() => setIsVisible((visible) => !visible)}
        >
          {isVisible ? <Eye fill="neutral500" /> : <EyeStriked fill="neutral500" />}
        </Field.Action>
      }
    />
  );
};
