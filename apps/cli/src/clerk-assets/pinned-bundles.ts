/** The published browser bundles that the compatibility tests run against: exact versions, exact bytes. */
export const pinnedBundles = [
  {
    name: '@clerk/clerk-js',
    version: '6.40.0',
    integrity:
      'sha512-2MnZ/ygvuCmeuqfXQmsxfQaLN/SSJvQbtT2cLXbgr5VKr3KmZFZBVvX977fG3eZ6pprl4J9pO+I2bbe6BvColg==',
    entry: 'dist/clerk.browser.js',
  },
  {
    name: '@clerk/ui',
    version: '1.34.0',
    integrity:
      'sha512-EP6Wcf+iqV5hJRMjfmVSOb7wWEgt2DuUOnR3Yv/ULPdmGgGWa64oc4tB4VfD66z8nXgtXqHEXNNnGURAOfQ7vQ==',
    entry: 'dist/ui.browser.js',
  },
] as const;

export type PinnedBundle = (typeof pinnedBundles)[number];
