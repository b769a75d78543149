-- A copy is another database: two with one identity disturb each other's subscription.

-- needs ir_config_parameter.value
UPDATE ir_config_parameter SET value = gen_random_uuid()::text WHERE key IN ('database.uuid', 'database.secret');

-- needs ir_config_parameter.value
UPDATE ir_config_parameter SET value = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
 WHERE key = 'database.create_date';

-- needs ir_config_parameter.value
DELETE FROM ir_config_parameter
 WHERE key IN ('database.enterprise_code', 'database.expiration_reason', 'database.expiration_date');
