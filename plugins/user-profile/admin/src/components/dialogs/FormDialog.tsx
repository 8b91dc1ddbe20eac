import { Box, Button, Flex, Modal } from '@strapi/design-system';
import { Form, type FormErrors, type FormValues } from '@strapi/strapi/admin';
import * as React from 'react';

import { useTranslate } from '../../hooks/useTranslate';
import { Note } from '../Note';
import type { DialogProps } from './dialogProps';
import { focusFirstField } from './focusFirstField';

/** Errors of fields, and a notice for errors that belong to no field. */
export interface FormFailure<TValues extends FormValues> {
  fields?: FormErrors<TValues>;
  notice?: React.ReactNode;
}

interface FormDialogProps<TValues extends FormValues> extends DialogProps {
  title: string;
  initialValues: TValues;
  /** A new version resets the form to its initial values. */
  version?: React.Key;
  submitLabel: string;
  isDanger?: boolean;
  /** Enables the submit button; by default once a value has changed. */
  canSubmit?: (values: TValues, modified: boolean) => boolean;
  /** @returns the errors, or undefined on success */
  onSubmit: (values: TValues) => Promise<FormFailure<TValues> | undefined>;
  children: React.ReactNode | ((values: TValues) => React.ReactNode);
}

/** A dialog around Strapi's form, which focuses the first invalid field. */
export const FormDialog = <TValues extends FormValues>({
  title,
  initialValues,
  version,
  submitLabel,
  isDanger = false,
  canSubmit = (_values, modified) => modified,
  onSubmit,
  onClose,
  onCloseAutoFocus,
  children,
}: FormDialogProps<TValues>) => {
  const t = useTranslate();
  const [notice, setNotice] = React.useState<React.ReactNode>();

  React.useEffect(() => setNotice(undefined), [version]);

  return (
    <Modal.Root open onOpenChange={onClose}>
      <Modal.Content
        onOpenAutoFocus={focusFirstField}
        onCloseAutoFocus={onCloseAutoFocus}
        style={{ maxWidth: '56rem' }}
      >
        <Form<TValues>
          key={version}
          method="PUT"
          initialValues={initialValues}
          onSubmit={async (values, { setErrors }) => {
            setNotice(undefined);
            const failure = await onSubmit(values);

            if (failure) {
              setErrors(failure.fields ?? {});
              setNotice(failure.notice);
            } else {
              onClose();
            }
          }}
        >
          {({ values, modified, isSubmitting }) => (
            <>
              <Modal.Header closeLabel={t('common.close')}>
                <Modal.Title style={{ overflowWrap: 'anywhere' }}>{title}</Modal.Title>
              </Modal.Header>
              <Modal.Body>
                <Flex direction="column" alignItems="stretch" gap={5}>
                  {notice ? (
                    <Note tone="danger" role="alert">
                      {notice}
                    </Note>
                  ) : null}
                  {typeof children === 'function' ? children(values) : children}
                </Flex>
              </Modal.Body>
              <Modal.Footer>
                <Modal.Close>
                  <Button variant="tertiary">{t('common.cancel')}</Button>
                </Modal.Close>
                <Box>
                  <Button
                    type="submit"
                    variant={isDanger ? 'danger' : 'default'}
                    loading={isSubmitting}
                    disabled={!canSubmit(values, modified)}
                  >
                    {submitLabel}
                  </Button>
                </Box>
              </Modal.Footer>
            </>
          )}
        </Form>
      </Modal.Content>
    </Modal.Root>
  );
};
