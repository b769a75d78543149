package io.bemade.odoo.workflows.removal;

import io.bemade.odoo.workflows.model.StoragePair;
import java.util.List;

/**
 * What a removal did.
 *
 * @param deleted pairs, the newest first
 */
public record RemovalResult(List<StoragePair> deleted) {}
