import type * as React from 'react';

import { fold } from '../../utils/fold';

export interface Choice {
  value: string;
  label: string;
  icon?: React.ReactNode;
}

export interface GroupedChoices {
  /** Undefined for choices without a group. */
  label?: string;
  choices: readonly Choice[];
}

const matches = (text: string, search: string): boolean => fold(text).includes(fold(search.trim()));

/** The choices whose text, or whose group's text, contains the search. */
export const findChoices = (groups: readonly GroupedChoices[], search: string): GroupedChoices[] =>
  groups
    .map(({ label, choices }) => ({
      label,
      choices: choices.filter((each) => matches(`${label ?? ''} ${each.label}`, search)),
    }))
    .filter(({ choices }) => choices.length > 0);
