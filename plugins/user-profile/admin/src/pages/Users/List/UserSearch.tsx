import { Box, Searchbar } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';
import * as React from 'react';

import { MAX_LENGTHS } from '../../../../../shared/user-fields';
import { SearchFrame } from '../../../components/SearchFrame';
import { useTranslate } from '../../../hooks/useTranslate';

const TYPING_PAUSE = 400;

interface UserSearchProps {
  search: string;
  onSearch: (search: string) => void;
  /** Called with whether the text differs from the search that was sent. */
  onTyping: (isTyping: boolean) => void;
}

/** Searches while the administrator types; Enter searches at once. */
export const UserSearch = ({ search, onSearch, onTyping }: UserSearchProps) => {
  const t = useTranslate();
  const [text, setText] = React.useState(search);
  const settled = useDebounce(text, TYPING_PAUSE);
  const sent = React.useRef(search);

  const send = React.useCallback(
    (next: string) => {
      const wanted = next.trim();

      if (wanted !== sent.current) {
        sent.current = wanted;
        onSearch(wanted);
      }
    },
    [onSearch]
  );

  // The URL was changed elsewhere, e.g. by the browser's Back button.
  React.useEffect(() => {
    if (search !== sent.current) {
      sent.current = search;
      setText(search);
    }
  }, [search]);

  const handled = React.useRef(search);

  React.useEffect(() => {
    // The debounced text may be older than a search that was submitted since. While a search of the URL is taken
    // over, it is still the text from before.
    if (settled === text && settled !== handled.current) {
      handled.current = settled;
      send(settled);
    }
  }, [send, settled, text]);

  React.useEffect(() => onTyping(text.trim() !== search), [onTyping, search, text]);

  return (
    <Box width={{ initial: '100%', medium: '38rem' }}>
      <SearchFrame
        onSubmit={(event) => {
          event.preventDefault();
          send(text);
        }}
      >
        <Searchbar
          name="search"
          size="S"
          value={text}
          maxLength={MAX_LENGTHS.search}
          placeholder={t('users.search.placeholder')}
          clearLabel={t('users.search.clear')}
          onChange={(event) => setText(event.target.value)}
          onClear={() => {
            setText('');
            send('');
          }}
        >
          {t('users.search.label')}
        </Searchbar>
      </SearchFrame>
    </Box>
  );
};
