#!/bin/sh
# Ready when the stand-in for Odoo serves the database that is configured now.
cd "$(dirname "$0")" || exit 1
configured=$(sed -n 's/^db_name *= *//p' odoo.conf)
serving=$(cat up 2>/dev/null)
if [ -z "$serving" ] || [ "$serving" != "$configured" ]; then
    echo "serves \"$serving\", configured is \"$configured\"; $(tail -n 1 odoo.log 2>/dev/null)" >&2
    exit 1
fi
