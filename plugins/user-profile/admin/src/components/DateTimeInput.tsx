import { DateTimePicker } from '@strapi/design-system';
import * as React from 'react';

import { isSameMinute, pickerDay } from '../utils/days';

type DateTimeInputProps = React.ComponentPropsWithoutRef<typeof DateTimePicker>;

/**
 * The date and time input of the design system, except that a blur alone changes nothing: the design system then
 * reports its value again, without seconds (@strapi/design-system 2.2.4, DatePicker and DateTimePicker).
 */
export const DateTimeInput = ({
  value,
  minDate,
  maxDate,
  onChange,
  ...props
}: DateTimeInputProps) => (
  <DateTimePicker
    {...props}
    value={value}
    minDate={minDate && pickerDay(minDate)}
    maxDate={maxDate && pickerDay(maxDate)}
    onChange={(next) => {
      if (!value || !next || !isSameMinute(value, next)) {
        onChange?.(next);
      }
    }}
  />
);
