-- What Odoo's own neutralization leaves alive.

-- needs mail_mail.state
UPDATE mail_mail SET state = 'cancel' WHERE state IN ('outgoing', 'exception');

-- needs ir_mail_server.smtp_pass
UPDATE ir_mail_server SET smtp_pass = NULL;

-- needs fetchmail_server.password
UPDATE fetchmail_server SET password = NULL;
