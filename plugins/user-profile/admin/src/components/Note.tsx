import { Box, Flex, Typography } from '@strapi/design-system';
import { Information, WarningCircle } from '@strapi/icons';
import * as React from 'react';

type Tone = 'info' | 'warning' | 'danger';

const COLOR: Record<Tone, 'primary' | 'warning' | 'danger'> = {
  info: 'primary',
  warning: 'warning',
  danger: 'danger',
};

interface NoteProps {
  tone?: Tone;
  /** `alert` for a note that appears after an action, so screen readers announce it. */
  role?: 'note' | 'alert';
  action?: React.ReactNode;
  children: React.ReactNode;
}

export const Note = ({ tone = 'info', role = 'note', action, children }: NoteProps) => {
  const color = COLOR[tone];
  const Icon = tone === 'info' ? Information : WarningCircle;

  return (
    <Flex
      role={role}
      gap={3}
      alignItems="flex-start"
      padding={4}
      hasRadius
      background={`${color}100`}
      borderColor={`${color}200`}
    >
      <Flex shrink={0} paddingTop="2px">
        <Icon fill={`${color}600`} aria-hidden />
      </Flex>
      <Box minWidth={0} flex="1">
        <Typography tag="div" textColor="neutral800">
          {children}
        </Typography>
      </Box>
      {action}
    </Flex>
  );
};
