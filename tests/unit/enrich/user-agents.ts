import type { DeviceType } from '../../../plugins/user-profile/server/src/enrich';

/** Type, name, version (or a dash) and user agent, written from known patterns. */
const TABLE = `
# Browsers.
desktop | Chrome on Windows | 138 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36
desktop | Chrome on macOS | 131 | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36
desktop | Chrome on Linux | 129 | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.0.0 Safari/537.36
desktop | Chrome on ChromeOS | 128 | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36
desktop | Edge on Windows | 131.0.2903.86 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.86
mobile | Edge on Android | 130 | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 EdgA/130.0.0.0
desktop | Firefox on Ubuntu | 133.0 | Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0
desktop | Firefox on Windows | 140.0 | Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0
mobile | Firefox on Android | 132.0 | Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0
mobile | Firefox on iOS | 133.0 | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/133.0 Mobile/15E148 Safari/605.1.15
desktop | Safari on macOS | 18.1.1 | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1.1 Safari/605.1.15
mobile | Safari on iOS | 18.5 | Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1
mobile | Safari on iOS | 26.0 | Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1
tablet | Safari on iPadOS | 17.6 | Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1
mobile | Chrome on iOS | 131.0.6778.73 | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1
mobile | Chrome on Android | 131 | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36
mobile | Chrome on Android | 124.0.6367.82 | Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.6367.82 Mobile Safari/537.36
tablet | Chrome on Android | 119 | Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36
mobile | Samsung Internet on Android | 27.0 | Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S928B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36
desktop | Opera on Windows | 115 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0
desktop | Brave on Windows | 131 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Brave/131
mobile | DuckDuckGo on iOS | 7 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15
mobile | DuckDuckGo on Android | 5 | Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/129.0.6668.70 Mobile DuckDuckGo/5 Safari/537.36
desktop | Vivaldi on Windows | 6.9.3447.44 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36 Vivaldi/6.9.3447.44
desktop | Yandex on Windows | 24.10.0.0 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 YaBrowser/24.10.0.0 Safari/537.36
mobile | UC Browser on Android | 15.5.8.1236 | Mozilla/5.0 (Linux; U; Android 12; en-US; RMX3511 Build/SP1A.210812.016) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 UCBrowser/15.5.8.1236 Mobile Safari/537.36
mobile | MIUI Browser on Android | 14.4.0 | Mozilla/5.0 (Linux; U; Android 13; en-gb; 22101316G Build/TP1A.220624.014) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.4.0-g
mobile | Huawei Browser on HarmonyOS | 15.0.4.312 | Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.13.0.302) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36
tablet | Silk on Android | 126.5.1 | Mozilla/5.0 (Linux; Android 11; KFRAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/126.5.1 like Chrome/126.0.6478.188 Safari/537.36
desktop | Internet Explorer on Windows | 11.0 | Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko
mobile | Chrome on Android | 131 | Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36
mobile | Opera Mini on Android | 8.0.1807 | Opera/9.80 (Android; Opera Mini/8.0.1807/36.1609; U; en) Presto/2.12.423 Version/12.16
mobile | UC Browser | 10.5.0.575 | UCWEB/2.0 (MIDP-2.0; U; Adr 4.4.4; en-US; GT-I9192) U2/1.0.0 UCBrowser/10.5.0.575 U2/1.0.0 Mobile
# Native applications, and pages within them.
mobile | Android WebView | 121.0.6167.178 | Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/UQ1A.240205.004; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/121.0.6167.178 Mobile Safari/537.36
mobile | WebView on iOS | 605.1.15 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148
mobile | Facebook on iOS | 466.0.0.40.109 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F90 [FBAN/FBIOS;FBAV/466.0.0.40.109;FBBV/601870853;FBDV/iPhone15,3;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5]
mobile | Instagram on Android | 314.0.0.20.114 | Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.230 Mobile Safari/537.36 Instagram 314.0.0.20.114 Android (33/13; 450dpi; 1080x2176; samsung; SM-A536B; a53x; s5e8825; en_GB; 556277188)
mobile | Facebook on iOS | - | Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBDV/iPhone13,2;FBMD/iPhone;FBSN/iOS;FBSV/17.4;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5;FBCR/]
mobile | Instagram on iOS | 333.0.3.29.106 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21E236 Instagram 333.0.3.29.106 (iPhone14,5; iOS 17_4_1; en_US; en; scale=3.00; 1170x2532; 602010133)
mobile | TikTok on Android | 34.1.4 | Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/124.0.0.0 Mobile Safari/537.36 trill_340104 JsSdk/1.0 NetType/WIFI AppName/musical_ly app_version/34.1.4 BytedanceWebview/d8a21c6
mobile | WeChat on iOS | 8.0.49 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003130) NetType/WIFI Language/zh_CN
mobile | Edge on iOS | 125.0.2535.60 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/125.0.2535.60 Mobile/15E148 Safari/605.1.15
mobile | Google app on iOS | 300.0.598994205 | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/300.0.598994205 Mobile/15E148 Safari/604.1
desktop | Slack on macOS | 4.39.90 | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Slack/4.39.90 Chrome/126.0.6478.127 Electron/31.3.1 Safari/537.36
app | okhttp | 4.12.0 | okhttp/4.12.0
app | Dart | 3.5 | Dart/3.5 (dart:io)
app | MyApp on iOS | 42 | MyApp/42 CFNetwork/1568.200.51 Darwin/24.1.0
app | 小店 on iOS | 3.1 | %E5%B0%8F%E5%BA%97/3.1 CFNetwork/1494.0.7 Darwin/23.4.0
app | Café Shop on iOS | 12 | Caf%C3%A9%20Shop/12 CFNetwork/1494.0.7 Darwin/23.4.0
app | Ещё один магазин на диване on iOS | 1 | %D0%95%D1%89%D1%91%20%D0%BE%D0%B4%D0%B8%D0%BD%20%D0%BC%D0%B0%D0%B3%D0%B0%D0%B7%D0%B8%D0%BD%20%D0%BD%D0%B0%20%D0%B4%D0%B8%D0%B2%D0%B0%D0%BD%D0%B5/1 CFNetwork/1494.0.7 Darwin/23.4.0
app | Caf%C3%20Shop on iOS | 12 | Caf%C3%20Shop/12 CFNetwork/1494.0.7 Darwin/23.4.0
app | 50% Shop on iOS | 2 | 50%%20Shop/2 CFNetwork/1494.0.7 Darwin/23.4.0
app | Café on iOS | 3.2 | Caf%C3%A9/3.2 (com.example.app; build:1; iOS 17.5) Alamofire/5.9
- | Café | 1.0 | Caf%C3%A9/1.0
app | My App on iOS | 3 | My%20App/3 CFNetwork/1568.200.51 Darwin/24.1.0
app | Mail on macOS | 3731.600.7 | Mail/3731.600.7 CFNetwork/1410.0.3 Darwin/22.6.0 (x86_64)
app | ProfileApp on iOS | 3.2.1 | ProfileApp/3.2.1 (com.example.profile; build:321; iOS 17.5.1) Alamofire/5.9.1
tv | Couch on tvOS | 2.0 | Couch/2.0 (com.example.couch; build:7; tvOS 17.1) Alamofire/5.9.1
wearable | Rings on watchOS | 2.0 | Rings/2.0 (com.example.rings; build:7; watchOS 10.1) Alamofire/5.9.1
app | com.example.app on Android | 5.1.0 | com.example.app/5.1.0 (Linux; U; Android 14; en_US; Pixel 8; Build/UD1A.231105.004; Cronet/119.0.6045.31)
app | Android app | 2.1.0 | Dalvik/2.1.0 (Linux; U; Android 13; SM-G991B Build/TP1A.220624.014)
- | MyThing | 1.0 | MyThing/1.0
# Tools.
cli | curl | 8.7.1 | curl/8.7.1
cli | Wget | 1.21.4 | Wget/1.21.4
cli | HTTPie | 3.2.2 | HTTPie/3.2.2
cli | Postman | 7.42.0 | PostmanRuntime/7.42.0
cli | Insomnia | 10.1.1 | insomnia/10.1.1
cli | Python Requests | 2.32.3 | python-requests/2.32.3
cli | Python | 3.11 | Python/3.11 aiohttp/3.9.1
cli | Node.js | - | node
cli | node-fetch | 1.0 | node-fetch/1.0 (+https://github.com/bitinn/node-fetch)
cli | got | - | got (https://github.com/sindresorhus/got)
cli | axios | 1.7.7 | axios/1.7.7
cli | Go | 2.0 | Go-http-client/2.0
cli | Java | 17.0.11 | Java/17.0.11
cli | PowerShell on Windows | 5.1.19041.1682 | Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1682
cli | PowerShell on Windows | 7.4.2 | Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.22631; en-US) PowerShell/7.4.2
cli | PowerShell on macOS | 7.4.2 | Mozilla/5.0 (Macintosh; Darwin 23.4.0 Darwin Kernel Version 23.4.0; en-US) PowerShell/7.4.2
cli | PowerShell on Debian | 7.5.0 | Mozilla/5.0 (Linux; Debian GNU/Linux 12 (bookworm); en-US) PowerShell/7.5.0
- | SampleAgent on Windows | 2.1 | Mozilla/5.0 (Windows NT 10.0; Win64; x64) SampleAgent/2.1
cli | curl | 8.7.1 | curl/8.7.1(sample)
# Crawlers.
bot | Googlebot | 2.1 | Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.69 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
bot | bingbot | 2.0 | Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36
bot | GPTBot | 1.2 | Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)
bot | Slurp | - | Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)
bot | facebookexternalhit | 1.1 | facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)
bot | Baiduspider | 2.0 | Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)
bot | Headless Chrome on Linux | 131 | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36
# Televisions, consoles, watches, cars.
tv | Safari on Tizen | - | Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) 94.0.4606.31/7.0 TV Safari/537.36
tv | Chrome on webOS | 94.0.4606.128 | Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 Safari/537.36 WebAppManager
tv | Apple TV on tvOS | - | AppleTV11,1/11.1
tv | Android WebView | 112.0.5615.213 | Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7633.3445N; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.213 Mobile Safari/537.36
console | Safari on PlayStation 5 | 15.4 | Mozilla/5.0 (PlayStation; PlayStation 5/8.20) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15
console | Nintendo Browser on Nintendo Switch | 5.1.0.22474 | Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) NF/6.0.2.21.3 NintendoBrowser/5.1.0.22474
console | Edge on Xbox One | 44.18363.8131 | Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edge/44.18363.8131
wearable | Safari on Tizen | 2.3 | Mozilla/5.0 (Linux; Tizen 2.3; SAMSUNG SM-R720) AppleWebKit/537.3 (KHTML, like Gecko) Version/2.3 Mobile Safari/537.3
- | Tesla on Linux | 2024.8 | Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0 Safari/537.36 Tesla/2024.8
`;

/** A user agent and its expected description. */
export interface UserAgentSample {
  userAgent: string;
  name: string;
  type: DeviceType | null;
  version: string | null;
}

const orNull = (cell = '-'): string | null => (cell === '-' ? null : cell);

const parseRow = (row: string): UserAgentSample => {
  const [type, name = '', version, userAgent = ''] = row.split(' | ');
  return { userAgent, name, type: orNull(type) as DeviceType | null, version: orNull(version) };
};

export const userAgentSamples: UserAgentSample[] = TABLE.split('\n')
  .filter((row) => row !== '' && !row.startsWith('#'))
  .map(parseRow);
