import { Box, Searchbar } from '@strapi/design-system';
import * as React from 'react';

import { SearchFrame } from '../../components/SearchFrame';
import { useTranslate } from '../../hooks/useTranslate';
import { MAX_TEXT } from '../../utils/eventFilters';

interface EventSearchProps {
  label: string;
  placeholder: string;
  text: string;
  onSearch: (text: string) => void;
}

/** Searches on Enter. No index serves it, so it is not repeated while the administrator types. */
export const EventSearch = ({ label, placeholder, text, onSearch }: EventSearchProps) => {
  const t = useTranslate();
  const [draft, setDraft] = React.useState(text);

  // The URL was changed elsewhere, e.g. by the browser's Back button.
  React.useEffect(() => setDraft(text), [text]);

  return (
    <Box width={{ initial: '100%', medium: '32rem' }}>
      <SearchFrame
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(draft);
        }}
      >
        <Searchbar
          name="search"
          size="S"
          value={draft}
          maxLength={MAX_TEXT}
          placeholder={placeholder}
          clearLabel={t('users.search.clear')}
          onChange={(event) => setDraft(event.target.value)}
          onClear={() => {
            setDraft('');
            onSearch('');
          }}
        >
          {label}
        </Searchbar>
      </SearchFrame>
    </Box>
  );
};
