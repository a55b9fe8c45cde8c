export interface BackupCodesTable {
  instance_id: string;
  user_id: string;
  id: string;
  code_hash: Buffer | null;
  bcrypt_digest: string | null;
  created_at: Date;
}

declare module '../../../database/database.ts' {
  interface Tables {
    backup_codes: BackupCodesTable;
  }
}
