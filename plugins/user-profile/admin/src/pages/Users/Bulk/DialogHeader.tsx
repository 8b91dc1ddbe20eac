import { Flex, Modal } from '@strapi/design-system';
import * as React from 'react';

interface DialogHeaderProps {
  canClose: boolean;
  closeLabel: string;
  children: React.ReactNode;
}

/** `Modal.Header` always has a close button, which must not be shown while it does nothing. */
export const DialogHeader = ({ canClose, closeLabel, children }: DialogHeaderProps) =>
  canClose ? (
    <Modal.Header closeLabel={closeLabel}>{children}</Modal.Header>
  ) : (
    <Flex
      tag="header"
      padding={4}
      paddingLeft={5}
      paddingRight={5}
      minHeight="6.4rem"
      background="neutral100"
      borderColor="neutral150"
      borderStyle="solid"
      borderWidth="0 0 1px"
    >
      {children}
    </Flex>
  );
