/**
 * The passwords that attackers try first, of those long enough to pass the length rule; in lower case.
 * Single characters repeated and runs such as `12345678` are recognised by rule and not listed.
 */
export const GUESSED_PASSWORDS: ReadonlySet<string> = new Set(
  `password password1 password12 password123 password1234 password12345 password! password1! password123!
  passw0rd passw0rd1 passw0rd! p@ssword p@ssword1 p@ssw0rd p@ssw0rd1 p@ssw0rd! p@ssw0rd123 pa$$word pa$$w0rd
  pass1234 passpass passport passwort passwort1 mypassword newpassword secretpassword yourpassword
  1234567890 0123456789 123456789a a123456789 1234567890a 12345678a a12345678 123456789q q123456789
  1234qwer qwer1234 12341234 123123123 123321123 11223344 1122334455 12121212 123454321 1234554321 11112222
  147258369 159753456 987654321 9876543210 741852963 789456123 963852741 100200300 102030405 31415926
  abcd1234 1234abcd abc12345 abc123456 12345abc abcabc123 aaaa1111 a1b2c3d4 a1b2c3d4e5 1a2b3c4d 1q2w3e4r
  1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 2wsx3edc zaq12wsx zaq1zaq1 !qaz2wsx
  qazwsxedc qazwsx123 qazwsx12 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyui qwertyuio
  qwertyuiop qwertyuiop123 qwerasdf qwe123qwe 123qweasd 123qweasdzxc qweasdzxc qweqweqwe qwertyqwerty 1qwerty1
  asdfghjk asdfghjkl asdfasdf asdf1234 asdfqwer asdfzxcv zxcvbnm1 zxcvbnm123 zxcvasdf zxcvzxcv poiuytrewq
  letmein1 letmein! letmein123 letmeinnow welcome1 welcome! welcome12 welcome123 welcome1234 w3lcome1
  iloveyou iloveyou1 iloveyou2 iloveyou! iloveyou123 iloveme1 lovelove loveyou1 mylove123 trustno1 changeme
  changeme1 changeme! changeme123 changeit default1 default123 administrator admin123 admin1234 admin12345
  admin123456 adminadmin admin@123 admin!23 rootroot root1234 toor1234 testtest test1234 test12345 test123456
  testing1 testing123 guest123 guestguest user1234 username login123 demo1234 temp1234 temppass secret123
  secret12 secret1234 topsecret mysecret master123 masterkey superman superman1 batman123 spiderman starwars
  starwars1 pokemon1 pokemon123 football football1 football123 baseball baseball1 basketball soccer123 hockey123
  princess princess1 sunshine sunshine1 sunshine123 shadow123 monkey123 dragon123 michelle michael1 jennifer
  jessica1 jordan23 charlie1 charlie123 computer computer1 internet internet1 samsung1 samsung123 google123
  facebook facebook1 linkedin whatever whatever1 blahblah blink182 freedom1 flower123 butterfly chocolate
  elephant liverpool liverpool1 chelsea1 arsenal1 manchester barcelona realmadrid juventus corvette ferrari1
  mercedes porsche1 mustang1 harley123 hello123 hello1234 helloworld hellohello goodbye1 summer123 winter123
  spring123 autumn123 summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2025 spring2026
  autumn2025 autumn2026 january1 december1 monday123 qwert123 qwert1234 qwert12345 access14 nothing1 zaqxswcde thisisapassword ihatepasswords`
    .split(/\s+/)
    .filter(Boolean),
);
