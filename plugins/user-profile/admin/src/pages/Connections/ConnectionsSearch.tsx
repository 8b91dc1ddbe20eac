import { Box, Searchbar } from '@strapi/design-system';
import * as React from 'react';

import { SearchFrame } from '../../components/SearchFrame';
import { useTranslate } from '../../hooks/useTranslate';

const MAX_TEXT = 128;

interface ConnectionsSearchProps {
  search: string;
  onSearch: (search: string) => void;
}

/** Searches at once, because the browser has all connections. */
export const ConnectionsSearch = ({ search, onSearch }: ConnectionsSearchProps) => {
  const t = useTranslate();
  // The URL follows the text later, so the field cannot be controlled by it.
  const [text, setText] = React.useState(search);
  const sent = React.useRef(search);

  // The URL was changed elsewhere, e.g. by the browser's Back button.
  React.useEffect(() => {
    if (search !== sent.current) {
      sent.current = search;
      setText(search);
    }
  }, [search]);

  const change = (next: string) => {
    setText(next);
    sent.current = next.trim();
    onSearch(sent.current);
  };

  return (
    <Box width={{ initial: '100%', medium: '32rem' }}>
      <SearchFrame onSubmit={(event) => event.preventDefault()}>
        <Searchbar
          name="search"
          size="S"
          value={text}
          maxLength={MAX_TEXT}
          placeholder={t('connections.search.placeholder')}
          clearLabel={t('users.search.clear')}
          onChange={(event) => change(event.target.value)}
          onClear={() => change('')}
        >
          {t('connections.search.label')}
        </Searchbar>
      </SearchFrame>
    </Box>
  );
};
