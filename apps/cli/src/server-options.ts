import { Option } from 'commander';

/** `--url` and `--data-dir`: how a command finds the running server. */
export const serverOptions = [
  new Option('--url <url>', 'the running server (default: BARTLEBY_URL, else the last `bartleby dev`)'),
  new Option(
    '--data-dir <folder>',
    'data folder of `bartleby dev` (default: BARTLEBY_DATA_DIR, else .bartleby)',
  ),
];
