"""What the ledgers of many offices need in a PostgreSQL database, as SQL that may run again.

One table holds every chain. The database itself refuses to change or take away a line, to whoever
it is, and a line that does not follow the one before it: the hash is computed there too, just as
hash_chain does. A role that writes may add lines and read them, and nothing else.
"""

GUARDS = ("no_change", "no_truncate", "only_next")  # triggers that must stand, always
SCHEMA = """
CREATE SCHEMA IF NOT EXISTS cadence;
CREATE TABLE IF NOT EXISTS cadence.entries (
    chain text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    recorded text NOT NULL,
    fact text NOT NULL,
    hash text NOT NULL,
    written uuid NOT NULL,  -- the key of the transaction that wrote it
    PRIMARY KEY (chain, number)
);
-- The strongest lock first: whoever writes meanwhile waits, and nobody for each other.
LOCK TABLE cadence.entries IN ACCESS EXCLUSIVE MODE;
CREATE OR REPLACE FUNCTION cadence.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE FUNCTION cadence.only_next() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := repeat('0', 64);
BEGIN
    IF NEW.number <> 1 THEN
        SELECT hash INTO before FROM cadence.entries
        WHERE chain = NEW.chain AND number = NEW.number - 1;
    END IF;
    IF before IS NULL OR NEW.number < 1 THEN
        RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    -- to_json escapes what Python's json escapes, and nothing else.
    IF NEW.hash <> pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
        '["' || before || '",' || NEW.number || ',' || pg_catalog.to_json(NEW.recorded) || ','
        || pg_catalog.to_json(NEW.fact) || ']', 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the chain does not hold' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER no_change BEFORE UPDATE OR DELETE ON cadence.entries
    FOR EACH ROW EXECUTE FUNCTION cadence.refuse();
CREATE OR REPLACE TRIGGER no_truncate BEFORE TRUNCATE ON cadence.entries
    FOR EACH STATEMENT EXECUTE FUNCTION cadence.refuse();
CREATE OR REPLACE TRIGGER only_next BEFORE INSERT ON cadence.entries
    FOR EACH ROW EXECUTE FUNCTION cadence.only_next();
ALTER TABLE cadence.entries ENABLE ALWAYS TRIGGER no_change;
ALTER TABLE cadence.entries ENABLE ALWAYS TRIGGER no_truncate;
ALTER TABLE cadence.entries ENABLE ALWAYS TRIGGER only_next;
ALTER TABLE cadence.entries ENABLE ROW LEVEL SECURITY;  -- a role sees what a policy shows it
REVOKE ALL ON SCHEMA cadence FROM PUBLIC;
REVOKE ALL ON cadence.entries FROM PUBLIC;
REVOKE UPDATE, DELETE, TRUNCATE ON cadence.entries FROM CURRENT_USER;
"""
MAKING = 7_241_908_163  # the advisory lock of whoever makes it
# What is seen of the table: where it lies, how often a line was changed or taken away, encoding.
STATE = """
SELECT c.relfilenode::bigint,
    pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid),
    current_setting('server_encoding')
FROM (SELECT to_regclass('cadence.entries') AS oid) t LEFT JOIN pg_class c ON c.oid = t.oid
"""
MAY_CHANGE = """
SELECT current_user, current_setting('server_version'),
    has_table_privilege('cadence.entries', 'UPDATE, DELETE, TRUNCATE')
    OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = 'cadence.entries'::regclass), 'USAGE')
"""
STANDING = """
SELECT array_agg(tgname::text) FROM pg_trigger
WHERE tgrelid = 'cadence.entries'::regclass AND tgenabled = 'A'
"""
# The names of the chains, each found by one look into the index.
CHAINS = """
WITH RECURSIVE found AS (
    SELECT min(chain) AS chain FROM cadence.entries
    UNION ALL
    SELECT (SELECT min(chain) FROM cadence.entries WHERE chain > found.chain) FROM found
    WHERE found.chain IS NOT NULL
) SELECT chain FROM found WHERE chain IS NOT NULL
"""
