package io.bemade.odoo.activities.backup;

import java.util.List;

/**
 * What an Odoo zip holds.
 *
 * @param attachments by ascending offset, none of them twice, none inside another
 * @param fileBytes size of all attachments when unpacked
 * @param end where the last entry ends at the latest
 */
record ZipDirectory(Member dump, Member manifest, List<AttachmentMember> attachments, long fileBytes, long end) {}
