import { SearchForm } from '@strapi/design-system';
import { styled } from 'styled-components';

/** Strapi's clear button measures 20 px (design system 2.2.4); WCAG 2.5.8 requires 24 px. */
export const SearchFrame = styled(SearchForm)`
  button {
    min-width: 2.4rem;
    min-height: 2.4rem;
    align-items: center;
  }
`;
