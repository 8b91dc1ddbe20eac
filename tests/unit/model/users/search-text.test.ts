import { searchPatterns } from '../../../../plugins/user-profile/server/src/model/users/search-text';

describe('searchPatterns', () => {
  it.each<[string, string[][]]>([
    ['', []],
    [' \t\u200b', []],
    ['Keller', [['keller']]],
    ['Anna  KELLER anna', [['anna', 'keller']]],
    ['a', [['  a']]],
    ['Öz', [['  oz']]],
    ['🦊', [['  🦊']]],
    ['abc', [['abc']]],
    ['a.keller@example.com', [['a.  keller@  example.  com']]],
    ['Ann@BÜCHER。example', [['ann@  xn-  -  bcher-  kva.  example']]],
    ['smith-', [['smith-']]],
    [`o'b`, [[`o'  b`]]],
    ['O’B', [[`o'  b`]]],
    ['Jean‐Luc', [['jean-  luc']]],
    ['٠١٥١ ٩٩٨', [['٠١٥١', '٩٩٨'], ['151998']]],
    ['%_!', [['%_  !']]],
    ['123', [['123']]],
    ['12', [['  12']]],
    ['+12025550123', [['+  12025550123'], ['12025550123']]],
    ['+49 (0)30 / 123-456', [['+  49', '(  0)30', '  /', '123-  456'], ['4930123456']]],
    ['030 123', [['030', '123'], ['30123']]],
    ['000', [['000']]],
  ])('looks for the words of %j', (text, patterns) => {
    expect(searchPatterns(text)).toEqual(patterns);
  });
});
