-- What counted of a tenant at a moment, from the records that had come before it: those that were applied and that no void
-- of that time names. A void counts wherever it stands in the log, but not before it was known.
CREATE OR REPLACE VIEW facts AS
SELECT *
FROM events
WHERE tenant = {tenant:String}
    AND known_at < {known_before:Int64}
    AND outcome = 'applied'
    AND type != 'void'
    AND (customer, id) NOT IN (
        SELECT customer, voids
        FROM events
        WHERE tenant = {tenant:String} AND known_at < {known_before:Int64} AND outcome = 'applied' AND type = 'void'
    );
