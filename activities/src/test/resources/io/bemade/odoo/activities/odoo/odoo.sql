-- As much of an Odoo as its restore looks at, alive in every way there is.
CREATE TABLE ir_module_module (id serial PRIMARY KEY, name text, state text, latest_version text);
INSERT INTO ir_module_module (name, state, latest_version) VALUES
    ('base', 'installed', '19.0.1.3'), ('mail', 'to upgrade', '19.0.1.0'), ('crm', 'uninstalled', NULL),
    ('payment', 'installed', '19.0.1.0'), ('payment_stripe', 'installed', '19.0.1.0'),
    ('sale_sms', 'installed', '19.0.1.0'), ('whatsapp', 'uninstalled', '19.0.1.0');

CREATE TABLE ir_attachment (id serial PRIMARY KEY, store_fname text);
INSERT INTO ir_attachment (store_fname) VALUES
    ('aa/aa01'), ('bb/bb02'), ('aa/aa01'), (NULL), ('');

CREATE TABLE ir_config_parameter (id serial PRIMARY KEY, key text NOT NULL UNIQUE, value text);
INSERT INTO ir_config_parameter (key, value) VALUES
    ('database.uuid', 'the-uuid'), ('database.secret', 'the-secret'), ('database.create_date', '2020-01-01 00:00:00'),
    ('database.enterprise_code', 'M123'), ('web.base.url', 'https://erp.example.com'),
    ('mail.web_push_vapid_private_key', 'key');

CREATE TABLE ir_model_data (id serial PRIMARY KEY, module text, name text, model text, res_id integer);
INSERT INTO ir_model_data (module, name, model, res_id) VALUES
    ('base', 'autovacuum_job', 'ir.cron', 1), ('mail', 'ir_cron_mail', 'ir.cron', 2),
    ('web', 'neutralize_banner', 'ir.ui.view', 7);

CREATE TABLE ir_cron (id integer PRIMARY KEY, active boolean);
INSERT INTO ir_cron VALUES (1, true), (2, true), (3, false);

CREATE TABLE ir_mail_server (id serial PRIMARY KEY, name text NOT NULL, smtp_host text, smtp_port integer,
    smtp_pass text, sequence integer, smtp_encryption text NOT NULL, smtp_authentication text NOT NULL, active boolean);
INSERT INTO ir_mail_server (name, smtp_host, smtp_pass, smtp_encryption, smtp_authentication, active)
    VALUES ('live', 'smtp.example.com', 'password', 'ssl', 'login', true);

CREATE TABLE fetchmail_server (id serial PRIMARY KEY, active boolean, password text);
INSERT INTO fetchmail_server (active, password) VALUES (true, 'password');

CREATE TABLE mail_mail (id serial PRIMARY KEY, state text);
INSERT INTO mail_mail (state) VALUES ('outgoing'), ('exception'), ('sent');

CREATE TABLE payment_provider (id serial PRIMARY KEY, state text);
INSERT INTO payment_provider (state) VALUES ('enabled'), ('test'), ('disabled');

CREATE TABLE payment_acquirer (id serial PRIMARY KEY, state text);
INSERT INTO payment_acquirer (state) VALUES ('enabled');

CREATE TABLE delivery_carrier (id serial PRIMARY KEY, active boolean, prod_environment boolean);
INSERT INTO delivery_carrier (active, prod_environment) VALUES (true, true);

CREATE TABLE iap_account (id serial PRIMARY KEY, account_token text);
INSERT INTO iap_account (account_token) VALUES ('token'), ('old+disabled');

CREATE TABLE mail_ice_server (id serial PRIMARY KEY);
INSERT INTO mail_ice_server DEFAULT VALUES;

CREATE TABLE mail_push_device (id serial PRIMARY KEY);
INSERT INTO mail_push_device DEFAULT VALUES;

CREATE TABLE res_users_settings (id serial PRIMARY KEY, google_calendar_token text, google_calendar_rtoken text,
    microsoft_calendar_token text, microsoft_calendar_rtoken text);
INSERT INTO res_users_settings (google_calendar_token, google_calendar_rtoken, microsoft_calendar_token,
    microsoft_calendar_rtoken) VALUES ('a', 'b', 'c', 'd');

CREATE TABLE ir_act_server (id serial PRIMARY KEY, webhook_url text);
INSERT INTO ir_act_server (webhook_url) VALUES ('https://hooks.example.com'), (NULL);

CREATE TABLE ir_ui_view (id integer PRIMARY KEY, active boolean);
INSERT INTO ir_ui_view VALUES (7, false), (8, false);
