import { Flex, Typography } from '@strapi/design-system';
import * as React from 'react';

interface GroupFrameProps {
  label: string;
  hint?: string;
  error?: string;
  required?: boolean;
  children: React.ReactNode;
}

/** Several inputs with one label, hint and error. `Field.Root` would give all inputs the same ID. */
export const GroupFrame = ({ label, hint, error, required, children }: GroupFrameProps) => {
  const id = React.useId();

  return (
    <Flex
      role="group"
      aria-label={label}
      aria-describedby={id}
      direction="column"
      alignItems="stretch"
      gap={1}
    >
      <Typography variant="pi" fontWeight="bold" textColor="neutral800" aria-hidden>
        {label}
        {required ? (
          <Typography tag="span" textColor="danger600">
            *
          </Typography>
        ) : null}
      </Typography>
      {children}
      <div id={id}>
        {error ? (
          <Typography
            tag="p"
            variant="pi"
            textColor="danger600"
            role="alert"
            style={{ whiteSpace: 'pre-line' }}
          >
            {error}
          </Typography>
        ) : null}
        {hint ? (
          <Typography tag="p" variant="pi" textColor="neutral600">
            {hint}
          </Typography>
        ) : null}
      </div>
    </Flex>
  );
};
