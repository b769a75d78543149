package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import java.util.List;

/**
 * PostgreSQL. Every method is safe to run twice. What a database is stands on it, in {@code COMMENT ON DATABASE}; nothing
 * without our mark is ever dropped.
 */
@ActivityInterface
public interface DatabaseActivities {
    /**
     * Creates an empty database, owned by a builder role of its own, which nobody else may connect to. Already there with
     * the same operation: nothing to do; there with another: {@code NOT_OURS}.
     */
    @ActivityMethod(name = "CreateDatabase")
    void create(Building building);

    /**
     * Drops the database and its builder role, whatever is connected. Already gone: nothing to do. Not marked as built by
     * this operation: {@code NOT_OURS}, untouched.
     */
    @ActivityMethod(name = "DropDatabase")
    void drop(Building building);

    /**
     * Loads the dump of the backup, as the builder role, strictly. Heartbeats. A second attempt begins with an empty
     * database again.
     */
    @ActivityMethod(name = "LoadDatabase")
    DatabaseReport load(Loading loading);

    /** Checks that this is an Odoo database: base installed, every constraint validated. {@code NOT_PROVEN} otherwise. */
    @ActivityMethod(name = "ProveDatabase")
    DatabaseProof prove(StoragePair pair);

    /**
     * Gives every object, one statement each, and the database to the instance's role, and drops the builder role. The
     * database is shut afterwards: {@link #open} is part of the switch.
     */
    @ActivityMethod(name = "OwnDatabase")
    void own(Owning owning);

    /** Lets connections in. */
    @ActivityMethod(name = "OpenDatabase")
    void open(StoragePair pair);

    /** Lets nobody in any more, superusers included, and ends the sessions there are. */
    @ActivityMethod(name = "ShutDatabase")
    void shut(StoragePair pair);

    /** Marks the pair as the one in use; it has no deletion time any more. */
    @ActivityMethod(name = "MarkCurrent")
    void markCurrent(Use use);

    /** Marks the pair as kept until {@code deleteAt}, and shuts it. An unmarked database (adopted) gets its first mark. */
    @ActivityMethod(name = "RetireDatabase")
    void retire(Retirement retirement);

    /** All pairs of the instance that bear our mark, newest first. */
    @ActivityMethod(name = "ListPairs")
    List<KeptPair> pairs(PairQuery query);

    /**
     * Drops a database whose retention has ended. Not there: nothing to do. Not marked as retained with a
     * {@code deleteAt} at or before {@code now}: {@code NOT_OURS}, untouched.
     */
    @ActivityMethod(name = "ExpireDatabase")
    void expire(Expiry expiry);

    /** @param source pinned: the same bytes on every attempt */
    record Loading(Building building, PinnedSource source) {}

    /**
     * @param rows rows that arrived, equal to the rows sent
     * @param bytes size of the plain dump
     * @param warnings statements that were tolerated, one sentence each; at most 50
     */
    record DatabaseReport(int tables, long rows, long bytes, List<String> warnings) {}

    /** @param odooVersion version of the installed base module, such as {@code 19.0.1.3} */
    record DatabaseProof(String odooVersion, int installedModules, long attachments) {}

    record Owning(Building building, String role) {}

    /** @param at since when the instance uses it */
    record Use(StoragePair pair, Instant at) {}

    /** @param at when it went out of use */
    record Retirement(StoragePair pair, Instant at, Instant deleteAt) {}

    record PairQuery(String server, InstanceRef instance) {}

    record Expiry(StoragePair pair, Instant now) {}
}
