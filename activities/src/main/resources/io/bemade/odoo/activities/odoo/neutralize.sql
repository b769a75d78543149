-- Makes a copy harmless: what every Odoo from 14 to 19 has. One statement a line-block, each with the tables and columns that
-- it needs in the line before; what a database does not have is passed over. Run in one transaction, safe to repeat.

-- needs ir_mail_server.active
UPDATE ir_mail_server SET active = false;

-- needs ir_mail_server.smtp_pass
UPDATE ir_mail_server SET smtp_pass = NULL;

-- needs ir_mail_server.name, ir_mail_server.smtp_host, ir_mail_server.smtp_port, ir_mail_server.sequence, ir_mail_server.smtp_encryption, ir_mail_server.smtp_authentication
INSERT INTO ir_mail_server (name, smtp_host, smtp_port, sequence, smtp_encryption, smtp_authentication, active)
SELECT 'neutralized: mail goes nowhere', 'invalid', 1025, 0, 'none', 'login', true
 WHERE NOT EXISTS (SELECT 1 FROM ir_mail_server WHERE active AND smtp_host = 'invalid');

-- needs ir_mail_server.name, ir_mail_server.smtp_host, ir_mail_server.smtp_port, ir_mail_server.sequence, ir_mail_server.smtp_encryption, !ir_mail_server.smtp_authentication
INSERT INTO ir_mail_server (name, smtp_host, smtp_port, sequence, smtp_encryption, active)
SELECT 'neutralized: mail goes nowhere', 'invalid', 1025, 0, 'none', true
 WHERE NOT EXISTS (SELECT 1 FROM ir_mail_server WHERE active AND smtp_host = 'invalid');

-- needs fetchmail_server.active
UPDATE fetchmail_server SET active = false;

-- needs fetchmail_server.password
UPDATE fetchmail_server SET password = NULL;

-- needs ir_cron.active, ir_model_data.res_id
UPDATE ir_cron SET active = false
 WHERE id NOT IN (SELECT res_id FROM ir_model_data
                   WHERE model = 'ir.cron' AND module = 'base' AND name = 'autovacuum_job'
                     AND res_id IS NOT NULL);

-- needs mail_mail.state
UPDATE mail_mail SET state = 'cancel' WHERE state IN ('outgoing', 'exception');

-- needs payment_provider.state
UPDATE payment_provider SET state = 'disabled' WHERE state NOT IN ('test', 'disabled');

-- needs payment_acquirer.state
UPDATE payment_acquirer SET state = 'disabled' WHERE state NOT IN ('test', 'disabled');

-- needs delivery_carrier.prod_environment
UPDATE delivery_carrier SET prod_environment = false;

-- needs delivery_carrier.active
UPDATE delivery_carrier SET active = false;

-- needs iap_account.account_token
UPDATE iap_account SET account_token = regexp_replace(account_token, '(\+.*)?$', '+disabled');

-- needs mail_ice_server.id
DELETE FROM mail_ice_server;

-- needs mail_push_device.id
DELETE FROM mail_push_device;

-- needs res_users_settings.google_calendar_token
UPDATE res_users_settings SET google_calendar_token = NULL;

-- needs res_users_settings.google_calendar_rtoken
UPDATE res_users_settings SET google_calendar_rtoken = NULL;

-- needs res_users_settings.microsoft_calendar_token
UPDATE res_users_settings SET microsoft_calendar_token = NULL;

-- needs res_users_settings.microsoft_calendar_rtoken
UPDATE res_users_settings SET microsoft_calendar_rtoken = NULL;

-- needs res_users.google_calendar_rtoken
UPDATE res_users SET google_calendar_rtoken = NULL;

-- needs res_users.microsoft_calendar_rtoken
UPDATE res_users SET microsoft_calendar_rtoken = NULL;

-- needs google_calendar_credentials.calendar_rtoken
UPDATE google_calendar_credentials SET calendar_rtoken = NULL;

-- needs ir_act_server.webhook_url
UPDATE ir_act_server SET webhook_url = 'http://invalid/' WHERE webhook_url IS NOT NULL;

-- needs ir_config_parameter.value
DELETE FROM ir_config_parameter
 WHERE key IN ('mail.web_push_vapid_private_key', 'mail.web_push_vapid_public_key',
               'mail.sfu_server_key', 'mail.sfu_server_url', 'odoo_ocn.project_id', 'ocn.uuid');

-- needs ir_ui_view.active, ir_model_data.res_id
UPDATE ir_ui_view SET active = true
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE model = 'ir.ui.view' AND name = 'neutralize_banner');

-- needs ir_config_parameter.value
INSERT INTO ir_config_parameter (key, value) SELECT 'database.is_neutralized', 'true'
 WHERE NOT EXISTS (SELECT 1 FROM ir_config_parameter WHERE key = 'database.is_neutralized');

-- needs ir_config_parameter.value
UPDATE ir_config_parameter SET value = 'true' WHERE key = 'database.is_neutralized';
