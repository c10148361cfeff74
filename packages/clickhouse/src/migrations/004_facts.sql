-- What counts of a tenant: events that were applied and that no void names. A void counts wherever it stands in the log.
CREATE VIEW IF NOT EXISTS facts AS
SELECT *
FROM events
WHERE tenant = {tenant:String}
    AND outcome = 'applied'
    AND type != 'void'
    AND (customer, id) NOT IN (
        SELECT customer, voids FROM events WHERE tenant = {tenant:String} AND outcome = 'applied' AND type = 'void'
    );
