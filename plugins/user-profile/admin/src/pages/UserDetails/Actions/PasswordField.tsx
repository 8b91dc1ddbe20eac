import * as React from 'react';

import { Field } from '@strapi/design-system';
import { Eye, EyeStriked } from '@strapi/icons';

import { useTranslate } from '../../../hooks/useTranslate';

import { TextField } from './FormFields';

interface PasswordFieldProps {
  name: string;
  label: string;
}

/** A password that can be looked at while it is typed. */
export const PasswordField = ({ name, label }: PasswordFieldProps) => {
  const t = useTranslate();
  const [isShown, setIsShown] = React.useState(false);

  return (
    <TextField
      name={name}
      label={label}
      type={isShown ? 'text' : 'password'}
      required
      autoComplete="new-password"
      endAction={
        <Field.Action
          label={isShown ? t('actions.changePassword.hide') : t('actions.changePassword.show')}
          onClick={() => setIsShown(!isShown)}
        >
          {isShown ? <Eye fill="neutral500" /> : <EyeStriked fill="neutral500" />}
        </Field.Action>
      }
    />
  );
};
