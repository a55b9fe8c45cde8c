import pg from 'pg';

const { builtins } = pg.types;

/**
 * How values come out of the database, in one place (DESIGN decision 22): bigint and numeric as
 * numbers, timestamptz as Date, json and jsonb as objects. Everything else stays as `pg` has it.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary' && (oid === builtins.INT8 || oid === builtins.NUMERIC)) return Number;
    return pg.types.getTypeParser(oid, format);
  },
};
